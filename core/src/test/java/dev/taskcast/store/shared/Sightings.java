package dev.taskcast.store.shared;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What each node has seen of the others, by what it asked and was answered: whatever the machine was busy with meanwhile, this is what it
 * could know. Guarded by the journal.
 */
final class Sightings {
    private static final long ABSENT = Long.MIN_VALUE;

    /**
     * A node gave the same sign at all looks of another one, none of which failed.
     *
     * @param sign which
     * @param firstNanos the first such look
     * @param lastNanos the last one
     * @param nextNanos when the other one began its next look, if it has: what it found by the last one it had found by then
     */
    record Silence(long sign, long firstNanos, long lastNanos, OptionalLong nextNanos) {
        boolean isFor(long nanos) {
            return lastNanos - firstNanos >= nanos;
        }

        /** Whether what was found by it may have been found later than some time before a moment. */
        boolean isFreshAt(long moment, long freshNanos) {
            return nextNanos.isEmpty() || moment - nextNanos.getAsLong() < freshNanos;
        }
    }

    private final Map<String, Map<String, List<Silence>>> silences = new HashMap<>(); // by who looked, and at whom
    private final Set<String> known = new TreeSet<>();
    private final Set<String> cutOff = new HashSet<>();

    /** A node begins to look. */
    void begins(String by, long now) {
        for (List<Silence> each : of(by).values()) {
            Silence last = each.getLast();
            if (last.nextNanos.isEmpty()) {
                each.set(
                        each.size() - 1, new Silence(last.sign, last.firstNanos, last.lastNanos, OptionalLong.of(now)));
            }
        }
    }

    /** It was told the signs of all. */
    void saw(String by, Map<String, Long> signs, long now) {
        known.addAll(signs.keySet());
        boolean isAnew = cutOff.remove(by);
        for (String node : known) {
            long sign = signs.getOrDefault(node, ABSENT);
            List<Silence> all = of(by).computeIfAbsent(node, key -> new ArrayList<>());
            Silence last = all.isEmpty() || isAnew ? null : all.getLast();
            if (last == null || last.sign != sign) {
                all.add(new Silence(sign, now, now, OptionalLong.empty()));
            } else {
                all.set(all.size() - 1, new Silence(sign, last.firstNanos, now, OptionalLong.empty()));
            }
        }
    }

    /** It was told nothing, and knows that. */
    void failed(String by) {
        cutOff.add(by);
    }

    /** What a node has seen of another one so far, in its order. */
    List<Silence> of(String by, String node) {
        return List.copyOf(of(by).getOrDefault(node, List.of()));
    }

    private Map<String, List<Silence>> of(String by) {
        return silences.computeIfAbsent(by, key -> new HashMap<>());
    }
}
