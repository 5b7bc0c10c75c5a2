package dev.taskcast.cli.doctor;

import dev.taskcast.codec.JsonReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream as they come, read on a thread of their own, so that whoever waits for one can stop waiting. */
final class Frames implements AutoCloseable {
    private static final String DATA = "data:";

    private final HttpResponse<InputStream> response;
    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(1_024);

    private boolean hasEnded;

    /** A line, or the end of the stream. */
    private record Piece(String line, boolean isEnd) {}

    /** What was waited for. */
    enum Heard {
        /** A message, or a heartbeat. */
        SOMETHING,
        /** The end of the stream. */
        END,
        /** Nothing, for as long as it was waited for. */
        NOTHING
    }

    Frames(HttpResponse<InputStream> response) {
        this.response = response;
        Thread unused = Thread.ofVirtual().name("taskcast-doctor").start(this::read);
    }

    private void read() {
        try (InputStream in = new BufferedInputStream(plain())) {
            for (String line = line(in); line != null; line = line(in)) {
                if (!line.isEmpty()) {
                    pieces.put(new Piece(line, false));
                }
            }
            pieces.put(new Piece("", true));
        } catch (IOException brokenOff) {
            // As good as ended; nobody waits where it was closed here, and the queue may be full.
            boolean unused = pieces.offer(new Piece("", true));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A reader of characters would wait for more than a line where what is below it is compressed. */
    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private InputStream plain() throws IOException {
        String encoding = response.headers().firstValue("Content-Encoding").orElse("");
        return encoding.equals("gzip") ? new GZIPInputStream(response.body()) : response.body();
    }

    /** Waits for the next line, whatever it is. */
    Heard next(Duration patience) throws InterruptedException {
        Piece piece = pieces.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        return piece == null ? Heard.NOTHING : piece.isEnd ? Heard.END : Heard.SOMETHING;
    }

    /**
     * Waits for a message of one of these types.
     *
     * @return its type; empty where it did not come in time, or the stream has ended
     */
    Optional<String> await(Duration patience, String... types) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            Piece piece = pieces.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (piece == null || piece.isEnd) {
                hasEnded = piece != null;
                return Optional.empty();
            }
            String type = type(piece.line);
            for (String each : types) {
                if (each.equals(type)) {
                    return Optional.of(type);
                }
            }
        }
    }

    /** Whether the stream had ended when it was waited for last. */
    boolean hasEnded() {
        return hasEnded;
    }

    private static String type(String line) {
        if (!line.startsWith(DATA)) {
            return "";
        }
        try {
            Object value = JsonReader.read(line.substring(DATA.length()).strip().getBytes(StandardCharsets.UTF_8));
            return value instanceof Map<?, ?> map ? String.valueOf(map.get("type")) : "";
        } catch (IllegalArgumentException noJson) {
            return "";
        }
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            // it is as good as closed
        }
    }
}
