package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.codec.StrictJson;
import dev.taskcast.http.Frame;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.StreamSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server writes in one scenario, and what a client knows once it has read it: two files for the tests of clients in
 * whatever language. {@code -Dfixtures.write=true} writes them anew.
 */
final class Fixture {
    private static final Pattern ID = Pattern.compile("(?m)^id: ([0-9]+)$");
    private static final long FIRST_ID = 1_000;

    private final String name;
    private final StringBuilder written = new StringBuilder();

    Fixture(String name) {
        this.name = name;
    }

    /** Takes everything that a session has to send. */
    void read(StreamSession session) {
        for (Frames frames = session.next(); frames != null; frames = session.next()) {
            take(frames);
        }
    }

    void take(Frames frames) {
        written.append(new String(frames.bytes(), StandardCharsets.UTF_8));
    }

    /** Compares with the files. */
    void isAsWritten() {
        String stream = withIdsFrom(FIRST_ID, written.toString());
        Map<String, @Nullable Object> knows = new Client().read(stream);
        if (Boolean.getBoolean("fixtures.write")) {
            write(path(".sse"), stream);
            write(path(".json"), pretty(knows));
        }
        assertThat(text(path(".sse"))).as("%s.sse", name).isEqualTo(stream);
        assertThat(StrictJson.parse(text(path(".json")))).as("%s.json", name).isEqualTo(knows);
    }

    /** The base of a log's positions is another each time. */
    private static String withIdsFrom(long first, String stream) {
        Matcher ids = ID.matcher(stream);
        long base = ids.find() ? Long.parseLong(ids.group(1)) - first : 0;
        return ids.reset().replaceAll(id -> "id: " + (Long.parseLong(id.group(1)) - base));
    }

    private Path path(String ending) {
        return folder().resolve(name + ending);
    }

    static Path folder() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve("docs/protocol.md"))) {
            at = at.getParent();
        }
        if (at == null) {
            throw new AssertionError("Wanted to run within the project");
        }
        return at.resolve("docs/protocol/fixtures");
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path path, String text) {
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pretty(Map<String, @Nullable Object> knows) {
        List<String> tasks = new ArrayList<>();
        for (Object task : (List<?>) Objects.requireNonNull(knows.get("tasks"))) {
            tasks.add("\n    " + json(task));
        }
        return "{\n  \"tasks\": [" + String.join(",", tasks) + (tasks.isEmpty() ? "" : "\n  ")
                + "],\n  \"lastEventId\": "
                + json(knows.get("lastEventId")) + ",\n  \"ready\": " + knows.get("ready")
                + (knows.containsKey("logs") ? ",\n  \"logs\": " + json(knows.get("logs")) : "") + "\n}\n";
    }

    private static String json(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> new String(new JsonBuffer(64).string(text).toByteArray(), StandardCharsets.UTF_8);
            case BigDecimal number -> number.toPlainString();
            case List<?> list ->
                "[" + String.join(",", list.stream().map(Fixture::json).toList()) + "]";
            case Map<?, ?> map -> {
                List<String> fields = new ArrayList<>();
                map.forEach((key, field) -> fields.add(json(key) + ":" + json(field)));
                yield "{" + String.join(",", fields) + "}";
            }
            default -> value.toString();
        };
    }

    /** A client as simple as it can be. */
    private static final class Client {
        private final Map<String, Object> tasks = new LinkedHashMap<>();
        private final Map<String, List<@Nullable Object>> logs = new LinkedHashMap<>();
        private @Nullable String lastEventId;
        private boolean ready;

        Map<String, @Nullable Object> read(String stream) {
            for (Frame frame : Frame.parse(stream.getBytes(StandardCharsets.UTF_8))) {
                if (frame instanceof Frame.Message message) {
                    take(message);
                }
            }
            Map<String, @Nullable Object> knows = new LinkedHashMap<>();
            knows.put("tasks", List.copyOf(tasks.values()));
            knows.put("lastEventId", lastEventId);
            knows.put("ready", ready);
            if (!logs.isEmpty()) {
                knows.put("logs", logs);
            }
            return knows;
        }

        private void take(Frame.Message message) {
            if (message.id() != null) {
                lastEventId = message.id().toString();
            }
            switch (message.type()) {
                case "init", "update" -> tasks.put(message.taskId(), message.state());
                case "remove" -> tasks.remove(message.taskId());
                case "log" ->
                    logs.computeIfAbsent(message.taskId(), id -> new ArrayList<>())
                            .addAll((List<?>)
                                    Objects.requireNonNull(message.json().get("lines")));
                case "position" -> tasks.put(message.taskId(), message.placed(tasks.get(message.taskId())));
                case "reset" -> {
                    tasks.clear();
                    ready = false;
                }
                default -> ready = true;
            }
        }
    }
}
