package dev.taskcast.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The whole machine's busy time, so that a window in which something else was working can be left out. */
public final class CpuMeter {

    static final long NANOS_PER_TICK = 10_000_000;

    private CpuMeter() {}

    /** CPU time of all processes, kernel and stolen time included, since boot. */
    public static long busyNanos() throws IOException {
        String total = Files.readAllLines(Path.of("/proc/stat")).getFirst();
        long[] ticks = Arrays.stream(total.substring(3).trim().split(" +"))
                .mapToLong(Long::parseLong)
                .toArray();
        // user nice system idle iowait irq softirq steal
        return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]) * NANOS_PER_TICK;
    }
}
