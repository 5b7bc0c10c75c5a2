package dev.taskcast.benchmarks.stream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The server's JVM. Arguments: a {@link Contender} and a {@link Setup}. It first says its port and that of its {@link Acks}; then
 * commands come on standard input, one answer line each:
 *
 * <ul>
 *   <li>{@code fan EVENTS MILLIS}: so many events of the first task at once, and again whenever all viewers have had them
 *   <li>{@code pace RATE MILLIS}: so many events a second, over all running tasks in turn; both answer {@code EVENTS
 *       CPU_NANOS ELAPSED_NANOS}
 *   <li>{@code history EVENTS}: the position that they begin at
 *   <li>{@code report MILLIS}: progress calls in a tight loop; how many, and the nanoseconds of that thread
 *   <li>{@code memory}: heap and resident bytes after a collection
 * </ul>
 */
final class ServerMain {

    private static final int REPORTS = 100_000;

    private final EventServer server;
    private final Setup setup;
    private final Acks acks;
    private int next;

    private ServerMain(EventServer server, Setup setup, Acks acks) {
        this.server = server;
        this.setup = setup;
        this.acks = acks;
    }

    public static void main(String[] args) throws Exception {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        serve(commands, System.out, args);
        System.exit(0); // whatever threads are left; a flight recorder writes its file
    }

    /** Until there are no more commands. */
    static void serve(BufferedReader commands, PrintStream answers, String... args) throws Exception {
        Setup setup = Setup.parse(args);
        try (EventServer server = Contender.of(args[0]).server(setup);
                Acks acks = new Acks()) {
            answers.println(server.start() + " " + acks.port());
            var main = new ServerMain(server, setup, acks);
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                answers.println(main.answer(line.split(" ", -1)));
            }
        }
    }

    private String answer(String... words) throws Exception {
        return switch (words[0]) {
            case "fan" -> fan(Integer.parseInt(words[1]), Long.parseLong(words[2]));
            case "pace" -> pace(Double.parseDouble(words[1]), Long.parseLong(words[2]));
            case "history" -> String.valueOf(server.history(Integer.parseInt(words[1])));
            case "report" -> report(Long.parseLong(words[1]));
            case "memory" -> server.heapBytes() + " " + server.rssBytes();
            default -> throw new IllegalArgumentException("command must be known, got: " + words[0]);
        };
    }

    private String fan(int events, long millis) throws Exception {
        long cpu = server.cpuNanos();
        long begun = System.nanoTime();
        long end = begun + TimeUnit.MILLISECONDS.toNanos(millis);
        long published = 0;
        do {
            server.publish(0, events);
            acks.await();
            published += events;
        } while (System.nanoTime() - end < 0);
        return used(published, cpu, begun);
    }

    private String pace(double rate, long millis) throws Exception {
        long cpu = server.cpuNanos();
        long begun = System.nanoTime();
        long count = Math.max(1, Math.round(rate * millis / 1_000));
        for (long i = 0; i < count; i++) {
            long due = begun + (long) (i * 1e9 / rate);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            server.publish(next, 1);
            next = (next + 1) % setup.running();
        }
        return used(count, cpu, begun);
    }

    private String report(long millis) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long cpu = threads.getCurrentThreadCpuTime();
        long calls = 0;
        do {
            server.report(REPORTS);
            calls += REPORTS;
        } while (System.nanoTime() - end < 0);
        return calls + " " + (threads.getCurrentThreadCpuTime() - cpu);
    }

    private String used(long events, long cpu, long begun) throws IOException {
        return events + " " + (server.cpuNanos() - cpu) + " " + (System.nanoTime() - begun);
    }
}
