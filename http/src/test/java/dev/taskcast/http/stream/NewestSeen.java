package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.http.Frame.Message;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The newest state of each task of a {@link World} that a client has seen. */
final class NewestSeen {
    private final Map<String, long[]> newest = new HashMap<>();

    /** A message that tells of a state must not tell of an older one. */
    void check(Message message) {
        if (message.json().containsKey("state") || message.json().containsKey("task")) {
            long[] now = version(message.state());
            long[] before = newest.put(message.taskId(), now);
            assertThat(before == null || Arrays.compare(before, now) <= 0)
                    .as("never older than before: %s", message)
                    .isTrue();
        }
    }

    private static long[] version(Map<String, @Nullable Object> state) {
        long made = Long.parseLong((String) Objects.requireNonNull(state.get("title")));
        long run = number(state.get("run"));
        long rank = switch ((String) Objects.requireNonNull(state.get("status"))) {
            case "pending" -> 0;
            case "running" -> 1;
            default -> state.containsKey("stopping") ? 2 : 3;
        };
        long step = state.get("progress") instanceof Map<?, ?> progress ? number(progress.get("current")) : 0;
        return new long[] {made, run, rank, step};
    }

    private static long number(@Nullable Object value) {
        return value instanceof BigDecimal number ? number.longValueExact() : 0;
    }
}
