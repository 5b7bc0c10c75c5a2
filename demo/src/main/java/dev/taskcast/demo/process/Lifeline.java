package dev.taskcast.demo.process;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this JVM when the one that started it is gone, in whatever way: nothing else holds the other end of its standard
 * input, which ends with that process even where it was killed.
 */
public final class Lifeline {
    private Lifeline() {}

    /**
     * Ties this JVM's life to its parent's. Whatever is sent on standard input is ignored.
     *
     * @param end called once the parent is gone
     */
    public static void tie(Runnable end) {
        InputStream in = System.in;
        Thread.ofPlatform().daemon().name("lifeline").start(() -> {
            untilGone(in);
            end.run();
        });
    }

    private static void untilGone(InputStream in) {
        try {
            while (in.read() >= 0) {
                // not meant for us
            }
        } catch (IOException e) {
            // gone as well
        }
    }
}
