package dev.taskcast.forecast;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the last runs of each type went, of the types whose runs completed last. Thread-safe.
 */
public final class Curves {
    private static final int MAX_TYPES = 1_000;

    // Both guarded by this.
    private final Map<String, Curve> byType = new LinkedHashMap<>();
    private final Map<String, Curve> changed = new HashMap<>();

    /** None. */
    public Curves() {}

    /**
     * What is known of a type.
     *
     * @param type its name
     * @return null where no run of it has said anything
     */
    public synchronized @Nullable Curve of(String type) {
        return byType.get(type);
    }

    /**
     * Takes what a store has kept, but for what it has not been told of yet.
     *
     * @param kept by type, those that changed last at the end; a curve that can't be read is passed by
     */
    public synchronized void restore(Map<String, byte[]> kept) {
        kept.forEach((type, bytes) -> {
            Curve curve = changed.containsKey(type) ? null : Curve.fromBytes(bytes);
            if (curve != null) {
                put(type, curve);
            }
        });
    }

    /**
     * A run completed.
     *
     * @param type of which type
     * @param newest how it went
     */
    public synchronized void learn(String type, Curve newest) {
        Curve known = byType.get(type);
        Curve mixed = known == null ? newest : known.and(newest);
        put(type, mixed);
        changed.put(type, mixed);
    }

    private void put(String type, Curve curve) {
        byType.remove(type); // so that it becomes the last
        byType.put(type, curve);
        if (byType.size() > MAX_TYPES) {
            String oldest = byType.keySet().iterator().next();
            byType.remove(oldest);
        }
    }

    /**
     * What a store is to keep.
     *
     * @return by type, what has changed and was not {@linkplain #isKept kept}
     */
    public synchronized Map<String, byte[]> changed() {
        Map<String, byte[]> all = new HashMap<>();
        changed.forEach((type, curve) -> all.put(type, curve.toBytes()));
        return all;
    }

    /**
     * A store has kept it.
     *
     * @param kept as {@link #changed} gave it; what has changed again since then is still to be kept
     */
    public synchronized void isKept(Map<String, byte[]> kept) {
        changed.entrySet().removeIf(each -> {
            byte[] bytes = kept.get(each.getKey());
            return bytes != null && Arrays.equals(bytes, each.getValue().toBytes());
        });
    }
}
