package dev.taskcast.http.route;

import static dev.taskcast.http.route.Answers.full;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.SeededRandom;
import dev.taskcast.TaskManager;
import dev.taskcast.codec.TaskCodec;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TypeOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A codec gets a submit's payload letter by letter, wherever it stands in the body. */
class PayloadTextTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final List<String> decoded = new CopyOnWriteArrayList<>();

    /** A payload that is its own text. */
    record Text(String json) {}

    private final class TextCodec implements TaskCodec {
        @Override
        public byte[] encode(@Nullable Object value) {
            return "null".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <T> T decode(byte[] json, Class<T> type) {
            String text = new String(json, StandardCharsets.UTF_8);
            decoded.add(text);
            return type.cast(new Text(text));
        }
    }

    static SeededRandom[] randoms() {
        return SeededRandom.several(10);
    }

    @ParameterizedTest
    @MethodSource("randoms")
    void itIsTheSameText(SeededRandom random) {
        TaskManager tasks = invariants.manager(builder -> builder.codec(new TextCodec()));
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
        tasks.type(
                "text",
                Text.class,
                String.class,
                (ctx, payload) -> payload.json(),
                TypeOptions.<Text>builder().submittable().build());
        for (int i = 0; i < 50; i++) {
            String payload = value(random, 0);
            String body = "{" + space(random) + "\"type\":\"text\"," + other(random) + "\"payload\""
                    + space(random) + ":" + space(random) + payload + space(random) + "," + other(random)
                    + "\"title\":\"t\"}";
            decoded.clear();

            assertThat(full(endpoint, SimpleRequest.post("/tasks").withBody("application/json", body))
                            .status())
                    .as("%s: %s", random, body)
                    .isEqualTo(201);
            assertThat(decoded.contains(payload)).as("%s: %s", random, body).isTrue();
        }
    }

    private static String other(SeededRandom random) {
        return random.nextBoolean() ? "" : "\"x" + random.nextInt(1_000) + "\":" + value(random, 1) + ",";
    }

    private static String space(SeededRandom random) {
        return " \n\t\r".substring(random.nextInt(5)) + (random.nextInt(20) == 0 ? " ".repeat(9_000) : "");
    }

    private static String value(SeededRandom random, int depth) {
        return switch (random.nextInt(depth > 4 ? 6 : 8)) {
            case 0 -> "null";
            case 1 -> random.nextBoolean() ? "true" : "false";
            case 2 -> Integer.toString(random.nextInt());
            case 3 -> random.nextInt(1_000) + ".50e+" + random.nextInt(20);
            case 4 -> "\"" + "ü😀\\u00e4\\n\\\"]}".repeat(random.nextInt(4)) + "\"";
            case 5 -> "\"" + "x".repeat(random.nextInt(20_000)) + "\"";
            case 6 -> "[" + value(random, depth + 1) + space(random) + "," + value(random, depth + 1) + " ]";
            default -> "{ \"a\":" + value(random, depth + 1) + ",\"ü\" :" + value(random, depth + 1) + "}";
        };
    }
}
