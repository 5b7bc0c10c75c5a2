package dev.taskcast.demo.proxies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads a stream of events on a thread of its own, so that a test can wait for a frame without waiting for ever. */
final class StreamViewer implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60; // a net

    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private final InputStream body;
    private String lastId = ""; // of the test's thread
    private String id = ""; // this and what follows are of the thread that reads
    private String data = "";

    /**
     * A message.
     *
     * @param id its SSE id; empty where it has none
     * @param data its JSON; empty where it has none
     */
    record Frame(String id, String data) {
        boolean isOf(String type) {
            return data.contains("\"type\":\"" + type + "\"");
        }
    }

    StreamViewer(InputStream body) {
        this.body = body;
        Thread.ofPlatform().daemon().name("viewer").start(this::read);
    }

    private void read() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] some = new byte[8_192];
        try (body) {
            for (int n = body.read(some); n >= 0; n = body.read(some)) {
                for (int i = 0; i < n; i++) {
                    if (some[i] == '\n') {
                        take(line.toString(StandardCharsets.UTF_8));
                        line.reset();
                    } else {
                        line.write(some[i]);
                    }
                }
            }
        } catch (IOException cut) {
            // an end as any other: a proxy may just close
        } finally {
            end.complete(null);
        }
    }

    private void take(String line) {
        if (line.startsWith("id: ")) {
            id = line.substring(4);
        } else if (line.startsWith("data: ")) {
            data = line.substring(6);
        } else if (line.isEmpty()) {
            frames.add(new Frame(id, data));
            id = "";
            data = "";
        }
    }

    /** The next frame whose JSON has all of this. */
    Frame await(String... parts) throws InterruptedException {
        return until(parts).getLast();
    }

    /** The frames up to the next one whose JSON has all of this, with that one. */
    List<Frame> until(String... parts) throws InterruptedException {
        List<Frame> seen = new ArrayList<>();
        while (true) {
            Frame frame = frames.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(frame)
                    .as("a frame with %s, after %s", List.of(parts), seen)
                    .isNotNull();
            seen.add(frame);
            lastId = frame.id().isEmpty() ? lastId : frame.id();
            if (List.of(parts).stream().allMatch(frame.data()::contains)) {
                return seen;
            }
        }
    }

    /** The id of the last frame with one that was taken. */
    String lastId() {
        return lastId;
    }

    /** Done when the stream has ended, in whatever way. */
    CompletableFuture<@Nullable Void> end() {
        return end;
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException gone) {
            // it is closed already
        }
    }
}
