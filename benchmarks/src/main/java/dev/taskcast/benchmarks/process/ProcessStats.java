package dev.taskcast.benchmarks.process;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** What this process uses, as the kernel and the JVM see it. */
public final class ProcessStats {
    private static final Pattern COMPILER = Pattern.compile("C[12] Comp");

    private ProcessStats() {}

    public static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** CPU time of another process. */
    public static long cpuNanos(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // Behind the name, which may hold spaces: the 14th and 15th fields of all are user and system ticks.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * CpuMeter.NANOS_PER_TICK;
    }

    /** CPU time of the threads of this process that compile byte code. */
    public static long compilerNanos() throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                if (COMPILER.matcher(Files.readString(thread.resolve("comm"))).lookingAt()) {
                    String runNanos =
                            Files.readString(thread.resolve("schedstat")).split(" ", -1)[0];
                    sum += Long.parseLong(runNanos);
                }
            }
        }
        return sum;
    }

    public static long heapBytes() {
        // Twice: the first collection enqueues cleaners and weak references, the second frees what they held.
        ManagementFactory.getMemoryMXBean().gc();
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    public static long rssBytes() throws IOException {
        return rssBytes("self");
    }

    /** Resident bytes of another process. */
    public static long rssBytes(long pid) throws IOException {
        return rssBytes(String.valueOf(pid));
    }

    private static long rssBytes(String process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("/proc/PID/status must have a VmRSS line, got none");
    }

    /** The JVM's class histogram, live objects only, largest first. */
    public static String histogram() throws JMException {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
    }
}
