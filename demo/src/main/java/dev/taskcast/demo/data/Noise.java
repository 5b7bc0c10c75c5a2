package dev.taskcast.demo.data;

import java.io.IOException;
import java.io.OutputStream;
import java.util.SplittableRandom;

/** Bytes without sense, as in an archive that is compressed already. */
record Noise(long bytes) implements Content {
    private static final long SEED = 20_250_317;
    private static final int CHUNK = 1 << 20;

    @Override
    public void writeTo(OutputStream out) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] chunk = new byte[CHUNK];
        for (long left = bytes; left > 0; left -= CHUNK) {
            random.nextBytes(chunk);
            out.write(chunk, 0, (int) Math.min(CHUNK, left));
        }
    }
}
