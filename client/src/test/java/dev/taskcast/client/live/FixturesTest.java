package dev.taskcast.client.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.client.decode.MessageReader;
import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.client.frames.EventStreamParser;
import dev.taskcast.client.frames.EventStreamParser.FrameTooLargeException;
import dev.taskcast.client.frames.FrameSink;
import dev.taskcast.codec.JsonReader;
import dev.taskcast.http.encode.StateJson;
import dev.taskcast.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client knows that has read the streams which all clients are tested with, however their bytes are cut. */
class FixturesTest {
    private static final Path FOLDER = Path.of("..", "docs", "protocol", "fixtures");

    static Stream<Path> streams() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> all = files.filter(file -> file.toString().endsWith(".sse"))
                    .sorted()
                    .toList();
            assertThat(all).hasSizeGreaterThan(13);
            return all.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamIsWhatItsFileSays(Path stream) throws IOException {
        byte[] bytes = Files.readAllBytes(stream);
        Path file = stream.resolveSibling(stream.getFileName().toString().replace(".sse", ".json"));
        Object expected = JsonReader.read(Files.readAllBytes(file));
        for (IntUnaryOperator sizes :
                List.<IntUnaryOperator>of(i -> bytes.length, i -> 1, i -> 7, i -> 1 + (i * 7919) % 97)) {
            assertThat(new Client().read(bytes, sizes)).isEqualTo(expected);
        }
    }

    private static final class Client implements FrameSink, LiveSink {
        private final LiveTasks tasks = new LiveTasks(this);
        private final List<Received> batch = new ArrayList<>();
        private final Map<String, List<String>> logs = new LinkedHashMap<>();
        private boolean ready;

        Map<String, Object> read(byte[] bytes, IntUnaryOperator sizes) {
            EventStreamParser parser = new EventStreamParser(this);
            tasks.begin();
            try {
                for (int at = 0, i = 0; at < bytes.length; i++) {
                    int end = Math.min(bytes.length, at + sizes.applyAsInt(i));
                    parser.read(Arrays.copyOfRange(bytes, at, end), end - at);
                    tasks.take(batch, false);
                    batch.clear();
                    at = end;
                }
            } catch (FrameTooLargeException e) {
                throw new AssertionError(e);
            }
            Map<String, Object> known = new LinkedHashMap<>();
            known.put(
                    "tasks",
                    tasks.tasks().values().stream()
                            .map(state -> JsonReader.read(StateJson.bytes(state)))
                            .toList());
            known.put("lastEventId", tasks.lastEventId());
            known.put("ready", ready);
            if (!logs.isEmpty()) {
                known.put("logs", logs);
            }
            return known;
        }

        @Override
        public void frame(@Nullable String id, byte @Nullable [] data) {
            batch.add(new Received(id, data == null ? null : message(data)));
        }

        private static @Nullable TaskMessage message(byte[] data) {
            try {
                return MessageReader.read(data);
            } catch (IllegalArgumentException odd) {
                return null;
            }
        }

        @Override
        public void comment() {}

        @Override
        public void retry(long millis) {}

        @Override
        public void changed(String id, @Nullable TaskState state) {}

        @Override
        public void message(TaskMessage message) {
            ready |= message instanceof TaskMessage.Ready;
            if (message instanceof TaskMessage.Logged logged) {
                logs.computeIfAbsent(logged.id(), id -> new ArrayList<>()).addAll(logged.lines());
            }
        }

        @Override
        public void time(long now) {}

        @Override
        public void live() {}
    }
}
