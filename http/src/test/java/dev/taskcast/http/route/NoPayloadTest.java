package dev.taskcast.http.route;

import static dev.taskcast.http.route.Answers.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.codec.PlainCodec;
import dev.taskcast.codec.StrictJson;
import dev.taskcast.codec.TaskCodec;
import dev.taskcast.http.Eventually;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TypeOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Submits without a payload, or with JSON's null: the handler gets null. */
class NoPayloadTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final LinkedBlockingQueue<Optional<Object>> payloads = new LinkedBlockingQueue<>();

    private record Import(String file) {}

    /** Knows one record. */
    private static final class ImportCodec implements TaskCodec {
        @Override
        public byte[] encode(@Nullable Object value) {
            PlainCodec plain = new PlainCodec("payload", 1_000);
            plain.copy(value);
            return plain.json();
        }

        @Override
        public <T> @Nullable T decode(byte[] json, Class<T> type) {
            Object plain = StrictJson.parse(json);
            if (type == Import.class && plain instanceof Map<?, ?> map && map.get("file") instanceof String file) {
                return type.cast(new Import(file));
            }
            if (plain != null) {
                throw new IllegalArgumentException("An import must have a file");
            }
            return null;
        }
    }

    private <P> TaskEndpoint endpoint(TaskManager tasks, Class<P> payloadType) {
        tasks.type(
                "x",
                payloadType,
                Void.class,
                (ctx, payload) -> {
                    payloads.add(Optional.ofNullable(payload));
                    return null;
                },
                TypeOptions.<P>builder()
                        .submittable()
                        .validate(payload -> {
                            if (payload == null) {
                                throw new IllegalStateException("A validator is asked about payloads only");
                            }
                        })
                        .build());
        return TaskEndpoint.builder(tasks).build();
    }

    private static String submit(TaskEndpoint endpoint, String fields) {
        return answer(
                endpoint, SimpleRequest.post("/tasks").withBody("application/json", "{\"type\":\"x\"" + fields + "}"));
    }

    private void isNull(TaskEndpoint endpoint) {
        assertThat(submit(endpoint, "")).isEqualTo("201 application/json");
        assertThat(submit(endpoint, ",\"payload\":null")).isEqualTo("201 application/json");
        Eventually.is(() -> payloads.size() == 2);
        assertThat(payloads).containsOnly(Optional.empty());
        payloads.clear();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Void.class,
                String.class,
                Boolean.class,
                Number.class,
                Integer.class,
                Double.class,
                List.class,
                Map.class,
                Object.class
            })
    void thePlainTypes(Class<?> type) {
        isNull(endpoint(invariants.manager(), type));
    }

    @Test
    void aRecord() {
        TaskManager tasks = invariants.manager(builder -> builder.codec(new ImportCodec()));
        TaskEndpoint endpoint = endpoint(tasks, Import.class);
        isNull(endpoint);

        assertThat(submit(endpoint, ",\"payload\":{}")).isEqualTo("400 bad_payload");
        assertThat(submit(endpoint, ",\"payload\":{\"file\":null}")).isEqualTo("400 bad_payload");
        assertThat(submit(endpoint, ",\"payload\":{\"file\":\"a\"}")).isEqualTo("201 application/json");
        Eventually.is(() -> payloads.contains(Optional.of(new Import("a"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "\"\"", "false", "{}", "[]"})
    void aTypeThatTakesNothingTakesNothingElse(String payload) {
        TaskManager tasks = invariants.manager();
        assertThat(submit(endpoint(tasks, Void.class), ",\"payload\":" + payload))
                .isEqualTo("400 bad_payload");
        assertThat(tasks.getAllStates()).isEmpty();
    }

    @Test
    void emptyIsNotNull() {
        TaskEndpoint endpoint = endpoint(invariants.manager(), String.class);

        assertThat(submit(endpoint, ",\"payload\":\"\"")).isEqualTo("201 application/json");
        Eventually.is(() -> payloads.contains(Optional.of("")));
    }
}
