package dev.taskcast.benchmarks.servers;

import dev.taskcast.benchmarks.process.ProcessStats;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The server's JVM. The argument is the variant; commands come on standard input, one answer line each:
 * {@code idle} (heap and resident bytes after a collection), {@code fan MODE SECONDS} (writes and CPU
 * nanoseconds), {@code wait COUNT} and {@code open} (streams), {@code histogram} (ends with a dot).
 */
final class ServerMain {

    private ServerMain() {}

    public static void main(String[] args) throws Exception {
        StreamServer server = StreamServer.of(args[0]);
        System.out.println(server.start());
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            System.out.println(
                    switch (words[0]) {
                        case "idle" -> idle();
                        case "fan" -> fan(server, Frame.of(words[1]), Duration.ofSeconds(Long.parseLong(words[2])));
                        case "wait" -> await(server, Integer.parseInt(words[1]));
                        case "open" -> String.valueOf(server.open());
                        case "histogram" -> ProcessStats.histogram() + "\n.";
                        default -> throw new IllegalArgumentException("command must be known, got: " + line);
                    });
        }
        // The servers' threads are not daemons, and the driver closes our input to end us.
        Runtime.getRuntime().halt(0);
    }

    private static String idle() throws IOException {
        return ProcessStats.heapBytes() + " " + ProcessStats.rssBytes();
    }

    private static String fan(StreamServer server, Frame frame, Duration time) throws Exception {
        long cpu = ProcessStats.cpuNanos();
        long writes = server.pump(frame, time);
        return writes * frame.perWrite() + " " + (ProcessStats.cpuNanos() - cpu);
    }

    private static String await(StreamServer server, int count) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (server.open() != count && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        return String.valueOf(server.open());
    }
}
