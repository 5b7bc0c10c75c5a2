package dev.taskcast.benchmarks.stream;

import dev.taskcast.benchmarks.process.ProcessStats;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The viewers' JVM, the same for all servers. Arguments: the server's port, that of its {@link Acks}, and what tells that a stream has
 * begun. Commands come on standard input, one answer line each; a group is a word:
 *
 * <ul>
 *   <li>{@code open GROUP COUNT RECEIVE_BUFFER PATH}: the nanoseconds until all have what there was
 *   <li>{@code clear GROUP}, {@code close GROUP}, {@code rate GROUP BYTES_PER_SECOND} (-1 for all)
 *   <li>{@code acks GROUP FRAMES}: say each time that the group has read so many
 *   <li>{@code count GROUP}: frames, reads, bytes, streams that were ended by the server; CPU and busy nanoseconds of all
 *   <li>{@code latency GROUP}: microseconds that 50, 99 and 99.9 percent, and all, of its events took
 *   <li>{@code pause MICROS}: how long to leave the sockets alone when there was nothing to read
 * </ul>
 */
final class ViewersMain {

    private static final long OPEN_SECONDS = 300;

    private final ViewerLoop loop;
    private final int port;
    private final int ackPort;
    private final String mark;
    private @Nullable Socket acks; // closed with the process

    private ViewersMain(ViewerLoop loop, int port, int ackPort, String mark) {
        this.loop = loop;
        this.port = port;
        this.ackPort = ackPort;
        this.mark = mark;
    }

    public static void main(String[] args) throws Exception {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        serve(commands, System.out, args);
    }

    /** Until there are no more commands. */
    static void serve(BufferedReader commands, PrintStream answers, String... args) throws Exception {
        try (ViewerLoop loop = new ViewerLoop()) {
            var main = new ViewersMain(loop, Integer.parseInt(args[0]), Integer.parseInt(args[1]), args[2]);
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] words = line.split(" ", -1);
                answers.println(words[0].equals("open") ? main.open(words) : loop.call(() -> main.answer(words)));
            }
        }
    }

    private long open(String... words) throws Exception {
        var wanted = new Opening.Wanted(port, Integer.parseInt(words[2]), words[4], Integer.parseInt(words[3]), mark);
        CompletableFuture<Long> nanos = loop.call(() -> loop.open(words[1], wanted));
        return nanos.get(OPEN_SECONDS, TimeUnit.SECONDS);
    }

    /** The server takes one connection for them: that of the viewers who are asked for acks. */
    private OutputStream acks() throws IOException {
        Socket open = acks;
        if (open == null) {
            open = new Socket(InetAddress.getLoopbackAddress(), ackPort);
            open.setTcpNoDelay(true);
            acks = open;
        }
        return open.getOutputStream();
    }

    /** On the loop's thread. */
    private String answer(String... words) throws Exception {
        switch (words[0]) {
            case "pause" -> loop.pause(Long.parseLong(words[1]));
            case "clear" -> loop.group(words[1]).clear();
            case "close" -> loop.close(loop.group(words[1]));
            case "rate" -> loop.readRate(loop.group(words[1]), Integer.parseInt(words[2]));
            case "acks" -> {
                OutputStream to = acks();
                loop.group(words[1]).ackEvery(Long.parseLong(words[2]), () -> to.write(1));
            }
            case "count" -> {
                return loop.group(words[1]).counts() + " " + ProcessStats.cpuNanos() + " " + loop.busyNanos();
            }
            case "latency" -> {
                Latencies latencies = loop.group(words[1]).latencies;
                return latencies.micros(0.5) + " " + latencies.micros(0.99) + " " + latencies.micros(0.999) + " "
                        + latencies.micros(1);
            }
            default -> throw new IllegalArgumentException("command must be known, got: " + words[0]);
        }
        return "0";
    }
}
