package dev.taskcast.client.decode;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON object. One of another type than it should have is as good as none. */
record Fields(Map<?, ?> values) {
    static Fields of(@Nullable Object value) {
        return new Fields(value instanceof Map<?, ?> map ? map : Map.of());
    }

    @Nullable
    String text(String name) {
        return values.get(name) instanceof String text ? text : null;
    }

    String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    /** Zero where there is none, or a negative one. */
    long count(String name) {
        return whole(values.get(name), 0);
    }

    /** Zero where there is none, a negative one, or one that is no {@code int}. */
    int smallCount(String name) {
        long count = count(name);
        return count > Integer.MAX_VALUE ? 0 : (int) count;
    }

    long whole(String name, long otherwise) {
        return whole(values.get(name), otherwise);
    }

    static long whole(@Nullable Object value, long otherwise) {
        return switch (value) {
            case Integer number when number >= 0 -> number;
            case Long number when number >= 0 -> number;
            case Double number when number >= 0 && number < 0x1p53 && Math.rint(number) == number -> number.longValue();
            case null, default -> otherwise;
        };
    }

    /** NaN where there is none. */
    double number(String name) {
        return values.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    List<?> list(String name) {
        return values.get(name) instanceof List<?> list ? list : List.of();
    }

    List<String> texts(String name) {
        return list(name).stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    Fields object(String name) {
        return of(values.get(name));
    }
}
