package dev.taskcast.testkit.http;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** What this JVM holds on to. */
final class Memory {
    private Memory() {}

    /** Bytes that are reachable, on the heap and in direct buffers. */
    static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) { // what a cleaner lets go is gone by the next one
            System.gc();
            long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory() + direct);
        }
        return least;
    }
}
