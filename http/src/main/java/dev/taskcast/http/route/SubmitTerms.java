package dev.taskcast.http.route;

import dev.taskcast.task.SubmitField;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.Unique;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When a task runs, as far as its type lets a request say so. */
final class SubmitTerms {
    private SubmitTerms() {}

    /**
     * Reads what may be said.
     *
     * @throws IllegalArgumentException if it can't be so; the message is for whoever sent it
     */
    static void read(JsonBody body, Set<SubmitField> settable, SubmitOptions.Builder to) {
        for (SubmitField field : settable) {
            switch (field) {
                case KEY -> key(body, to);
                case PRIORITY -> priority(body, to);
                case DELAY -> delay(body, to);
                case UNIQUE -> unique(body, to);
            }
        }
    }

    private static void key(JsonBody body, SubmitOptions.Builder to) {
        String key = text("key", value(body, "key"));
        if (key != null) {
            to.key(key);
        }
    }

    private static void priority(JsonBody body, SubmitOptions.Builder to) {
        Object priority = value(body, "priority");
        if (priority != null) {
            to.priority(Math.clamp(whole("priority", priority), Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
    }

    private static void delay(JsonBody body, SubmitOptions.Builder to) {
        Object after = value(body, "after");
        Object runAt = value(body, "runAt");
        if (after != null && runAt != null) {
            throw new IllegalArgumentException("One of after and runAt can be given, got: both");
        }
        if (after != null) {
            to.after(Duration.ofMillis(whole("after", after)));
        } else if (runAt != null) {
            to.runAt(Instant.ofEpochMilli(whole("runAt", runAt)));
        }
    }

    private static void unique(JsonBody body, SubmitOptions.Builder to) {
        Object unique = value(body, "unique");
        if (unique instanceof Map<?, ?> map) {
            to.unique(unique(map));
        } else if (unique != null) {
            throw new IllegalArgumentException("unique must be an object such as {\"join\":\"a key\"}");
        }
    }

    private static Unique unique(Map<?, ?> map) {
        for (Unique.Mode mode : Unique.Mode.values()) {
            String name = mode.name().toLowerCase(Locale.ROOT);
            String key = text(name, map.get(name));
            if (key != null) {
                return unique(mode, key, map);
            }
        }
        throw new IllegalArgumentException("unique must have one of join, reject, replace, debounce, throttle");
    }

    private static Unique unique(Unique.Mode mode, String key, Map<?, ?> map) {
        return switch (mode) {
            case JOIN -> during(Unique.join(key), map);
            case REJECT -> during(Unique.reject(key), map);
            case REPLACE -> Unique.replace(key);
            case DEBOUNCE -> Unique.debounce(key, period(map, "quiet"), period(map, "max"));
            case THROTTLE -> Unique.throttle(key, period(map, "period"));
        };
    }

    private static Unique during(Unique unique, Map<?, ?> map) {
        return map.get("during") == null ? unique : unique.during(period(map, "during"));
    }

    private static Duration period(Map<?, ?> map, String name) {
        Object value = map.get(name);
        if (value == null) {
            throw new IllegalArgumentException("unique must have " + name + ", in milliseconds");
        }
        return Duration.ofMillis(whole(name, value));
    }

    /** Null is as good as nothing. */
    private static @Nullable Object value(JsonBody body, String name) {
        JsonBody.Field field = body.field(name);
        return field == null ? null : field.value();
    }

    private static @Nullable String text(String name, @Nullable Object value) {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new IllegalArgumentException(name + " must be a string");
    }

    /** Too large a number is the largest: whoever takes it says what it may be. */
    private static long whole(String name, Object value) {
        return switch (value) {
            case Integer number -> number;
            case Long number -> number;
            case BigInteger number -> number.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
            default -> throw new IllegalArgumentException(name + " must be a whole number");
        };
    }
}
