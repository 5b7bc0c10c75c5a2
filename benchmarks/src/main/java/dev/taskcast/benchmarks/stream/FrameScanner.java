package dev.taskcast.benchmarks.stream;

import java.util.function.LongConsumer;

/**
 * Finds frames in one stream's bytes, however they are cut: each ends with an empty line, and may have a time in it, {@code @} and
 * digits. Heads and chunks of HTTP have neither.
 */
final class FrameScanner {

    private boolean lineEnded;
    private boolean inStamp;
    private long stamp;

    /**
     * Reads on.
     *
     * @param stamps told of each time
     * @return how many frames have ended
     */
    int scan(byte[] bytes, int length, LongConsumer stamps) {
        int frames = 0;
        for (int i = 0; i < length; i++) {
            byte next = bytes[i];
            if (inStamp) {
                if (next >= '0' && next <= '9') {
                    stamp = stamp * 10 + next - '0';
                    continue;
                }
                inStamp = false;
                stamps.accept(stamp);
            }
            if (next == '\n') {
                if (lineEnded) {
                    frames++;
                }
                lineEnded = !lineEnded;
            } else {
                lineEnded = false;
                if (next == '@') {
                    inStamp = true;
                    stamp = 0;
                }
            }
        }
        return frames;
    }
}
