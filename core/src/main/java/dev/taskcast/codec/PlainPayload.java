package dev.taskcast.codec;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Payloads from outside, or from an earlier life of the store, that need no codec. */
public final class PlainPayload {
    private static final Set<Class<?>> PLAIN = Set.of(
            Void.class,
            Object.class,
            String.class,
            Boolean.class,
            Number.class,
            Integer.class,
            Long.class,
            Double.class,
            List.class,
            Map.class);

    private PlainPayload() {}

    /**
     * Whether a class is one that JSON has.
     *
     * @param type what a handler takes
     * @return true for strings, numbers, booleans, lists and maps
     */
    public static boolean isPlain(Class<?> type) {
        return PLAIN.contains(type);
    }

    /**
     * A number as the wanted kind of number: a whole one without loss, a {@code Double} as the nearest. Anything else as it is.
     *
     * @param plain as JSON has it
     * @param wanted what a handler takes
     * @return the same, or that number
     * @throws IllegalArgumentException if the number does not fit
     */
    public static @Nullable Object fit(@Nullable Object plain, Class<?> wanted) {
        if (!(plain instanceof Number number)) {
            return plain;
        }
        try {
            BigDecimal exact = new BigDecimal(number.toString());
            if (wanted == Integer.class) {
                return exact.intValueExact();
            }
            if (wanted == Long.class) {
                return exact.longValueExact();
            }
            return wanted == Double.class ? (Object) finite(exact.doubleValue()) : number;
        } catch (ArithmeticException | NumberFormatException unfit) {
            throw new IllegalArgumentException("The payload does not fit the type", unfit);
        }
    }

    private static double finite(double value) {
        if (Double.isInfinite(value)) {
            throw new ArithmeticException("Beyond all doubles");
        }
        return value;
    }
}
