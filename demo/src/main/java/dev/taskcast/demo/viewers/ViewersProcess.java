package dev.taskcast.demo.viewers;

import dev.taskcast.demo.process.Lifeline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A process that holds many streams open, each on a connection of its own, as browsers would. It says how it goes twice a
 * second, one {@link Sample} a line.
 */
final class ViewersProcess {
    private static final int AT_ONCE = 50; // connections on their way; more would only wait in the server's backlog
    private static final int SAMPLE_MILLIS = 500;
    private static final int MOST_STALLED = 20;

    private final int port;
    private final String path;
    private final AtomicInteger connected = new AtomicInteger();
    private final Semaphore connecting = new Semaphore(AT_ONCE);
    /** Of the frames since all were connected. */
    private volatile @Nullable Latencies latencies;

    private ViewersProcess(int port, String path) {
        this.port = port;
        this.path = path;
    }

    /** Port, path of the stream, how many, and for how many seconds they watch. */
    public static void main(String[] words) throws InterruptedException {
        Lifeline.tie(() -> Runtime.getRuntime().halt(0));
        new ViewersProcess(Integer.parseInt(words[0]), words[1])
                .run(Integer.parseInt(words[2]), Integer.parseInt(words[3]));
        Runtime.getRuntime().halt(0); // the streams would go on
    }

    private void run(int count, int seconds) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            Thread.ofVirtual().start(this::watch);
        }
        // Where some can't connect, those that have are measured all the same.
        int last = 0;
        for (int stalled = 0; last < count && stalled < MOST_STALLED; ) {
            say(0);
            TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
            int now = connected.get();
            stalled = now == last ? stalled + 1 : 0;
            last = now;
        }
        latencies = new Latencies();
        int samples = seconds * 1_000 / SAMPLE_MILLIS;
        for (int sample = 1; sample <= samples; sample++) {
            TimeUnit.MILLISECONDS.sleep(SAMPLE_MILLIS);
            say((double) sample / samples);
        }
    }

    private void say(double measured) {
        Latencies known = latencies;
        Sample sample = known == null
                ? new Sample(connected.get(), measured, 0, 0, 0)
                : new Sample(connected.get(), measured, known.count(), known.percentile(50), known.percentile(99));
        System.out.println(sample.line());
    }

    private void watch() {
        connecting.acquireUninterruptibly();
        boolean waiting = true;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1_024)) {
            socket.getOutputStream().write(request());
            for (String line; (line = lines.readLine()) != null; ) {
                if (waiting && line.startsWith("data:")) {
                    waiting = false;
                    connecting.release();
                    connected.incrementAndGet();
                }
                measure(line);
            }
        } catch (IOException e) {
            // one viewer less
        } finally {
            if (waiting) {
                connecting.release();
            } else {
                connected.decrementAndGet();
            }
        }
    }

    private byte[] request() {
        return String.format(
                        Locale.ROOT,
                        "GET %s HTTP/1.1\r\nHost: localhost:%d\r\nAccept: text/event-stream\r\n\r\n",
                        path,
                        port)
                .getBytes(StandardCharsets.UTF_8);
    }

    private void measure(String line) {
        Latencies known = latencies;
        String before = "\"message\":\"";
        int at = line.indexOf(before);
        if (known != null && at >= 0 && line.startsWith("data:")) {
            int begin = at + before.length();
            String said = line.substring(begin, line.indexOf('"', begin));
            if (!said.isEmpty() && said.chars().allMatch(Character::isDigit)) {
                known.add(Pulse.micros() - Long.parseLong(said));
            }
        }
    }
}
