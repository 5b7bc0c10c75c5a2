package dev.taskcast.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a line must do, in lists that are looked through each time. */
final class NaiveLine {
    private static final long TURN = 720_720;
    private static final Comparator<Waiter> BY_AGE = Comparator.comparingLong(Waiter::readyAt)
            .thenComparingLong(Waiter::since)
            .thenComparingLong(Waiter::created);

    /** Whose turn it is: a key of a queue, or all without one. */
    record Turn(String queue, @Nullable String key) {
        static Turn of(Lane lane) {
            return new Turn(lane.queue(), lane.key());
        }
    }

    /** What a start moves. */
    record Moved(Map<Turn, Long> tags, Map<String, Long> clocks, Map<LimitOf, Long> full) {}

    final List<Waiter> ready = new ArrayList<>();
    final List<Waiter> delayed = new ArrayList<>();
    final List<Lane> holders = new ArrayList<>();
    final Map<LimitOf, Limit> limits = new HashMap<>();
    final Set<String> types = new HashSet<>();
    int slots;
    private Map<Turn, Long> tags = new HashMap<>();
    private Map<String, Long> clocks = new HashMap<>();
    private final Map<Turn, Long> left = new HashMap<>(); // what the clock showed when nobody waited any more
    private Map<LimitOf, Long> full = new HashMap<>(); // rates: when all permits are there again, in nanoseconds
    private final Map<LimitOf, Rate> rates = new HashMap<>(); // of those
    private long time;

    List<Waiter> all() {
        return Stream.concat(ready.stream(), delayed.stream()).toList();
    }

    void waits(Waiter waiter) {
        if (waiter.readyAt() > time) {
            delayed.add(waiter);
        } else {
            tags.put(Turn.of(waiter.lane()), tagOfNewcomer(waiter.lane()));
            ready.add(waiter);
        }
    }

    private long tagOfNewcomer(Lane lane) {
        long tag = tags.getOrDefault(Turn.of(lane), 0L);
        long clock = clocks.getOrDefault(lane.queue(), 0L);
        boolean isBackAtOnce = left.getOrDefault(Turn.of(lane), -1L) == clock;
        return isWaiting(lane) || isBackAtOnce ? tag : Math.max(tag, clock);
    }

    private boolean isWaiting(Lane lane) {
        return ready.stream().anyMatch(each -> Turn.of(each.lane()).equals(Turn.of(lane)));
    }

    void leaves(Waiter waiter) {
        if (ready.remove(waiter) && !isWaiting(waiter.lane())) {
            left.put(Turn.of(waiter.lane()), clocks.getOrDefault(waiter.lane().queue(), 0L));
        }
        delayed.remove(waiter);
    }

    Moved started(Lane lane, long now) {
        var before = new Moved(new HashMap<>(tags), new HashMap<>(clocks), new HashMap<>(full));
        long served = Math.max(clocks.getOrDefault(lane.queue(), 0L), tags.getOrDefault(Turn.of(lane), 0L));
        clocks.put(lane.queue(), served);
        tags.put(Turn.of(lane), served + TURN / lane.weight());
        for (LimitOf gate : gates(lane)) {
            Rate rate = rateOf(gate);
            if (rate != null) {
                rates.put(gate, rate);
                full.merge(gate, 0L, (a, b) -> a);
                full.compute(gate, (key, at) -> Math.max(Objects.requireNonNull(at), nanos(now)) + interval(rate));
            }
        }
        return before;
    }

    void undo(Moved before) {
        tags = before.tags;
        clocks = before.clocks;
        full = before.full;
    }

    void limit(LimitOf of, Limit limit) {
        if (limit.equals(Limit.NONE)) {
            limits.remove(of);
        } else {
            limits.put(of, limit);
        }
        for (LimitOf gate : List.copyOf(full.keySet())) {
            Rate before = Objects.requireNonNull(rates.get(gate));
            Rate rate = rateOf(gate);
            if (rate == null) {
                full.remove(gate);
            } else if (!rate.equals(before)) {
                double used =
                        Math.max(0, full.getOrDefault(gate, 0L) - nanos(time)) / (double) nanos(before.periodMillis());
                full.put(gate, nanos(time) + (long) (used * nanos(rate.periodMillis())));
                rates.put(gate, rate);
            }
        }
    }

    void clear() {
        ready.clear();
        delayed.clear();
        holders.clear();
        limits.clear();
        tags.clear();
        clocks.clear();
        left.clear();
        full.clear();
    }

    void to(long now) {
        time = Math.max(time, now);
        delayed.sort(BY_AGE);
        while (!delayed.isEmpty() && delayed.getFirst().readyAt() <= time) {
            waits(delayed.removeFirst());
        }
    }

    @Nullable
    Waiter next() {
        return next(ready);
    }

    private @Nullable Waiter next(List<Waiter> among) {
        List<Waiter> able =
                among.stream().filter(each -> mayStart(each.lane(), time)).toList();
        Waiter oldest = able.stream().min(byScore()).orElse(null);
        return able.stream()
                .filter(each -> oldest != null && isSameBand(each.lane(), oldest.lane()))
                .min(Comparator.<Waiter>comparingLong(each -> tags.getOrDefault(Turn.of(each.lane()), 0L))
                        .thenComparing(BY_AGE))
                .orElse(null);
    }

    private static Comparator<Waiter> byScore() {
        return Comparator.<Waiter>comparingLong(
                        each -> each.readyAt() - 60_000L * each.lane().priority())
                .thenComparingLong(Waiter::since)
                .thenComparingLong(Waiter::created);
    }

    private static boolean isSameBand(Lane a, Lane b) {
        return a.queue().equals(b.queue()) && a.priority() == b.priority();
    }

    boolean isFree(Lane lane) {
        var newcomer = new Waiter("new", Long.MAX_VALUE, Long.MAX_VALUE, time, lane);
        List<Waiter> with = new ArrayList<>(ready);
        with.add(newcomer);
        Map<Turn, Long> before = new HashMap<>(tags);
        tags.put(Turn.of(lane), tagOfNewcomer(lane));
        boolean isNext = newcomer.equals(next(with));
        tags = before;
        return isNext;
    }

    boolean isUnlimited(Lane lane) {
        return gates(lane).stream().allMatch(gate -> limitOf(gate) == null);
    }

    /** Whether anybody may start at a time, when nothing else happens. */
    boolean isAnybodyReadyAt(long at) {
        return all().stream().anyMatch(each -> each.readyAt() <= at && mayStart(each.lane(), at));
    }

    private boolean mayStart(Lane lane, long at) {
        return (!lane.takesSlot() || slots > 0)
                && types.contains(lane.type())
                && gates(lane).stream().allMatch(gate -> isOpen(gate, at));
    }

    boolean isOpen(LimitOf gate, long at) {
        Limit limit = limitOf(gate);
        if (limit == null) {
            return true;
        }
        Rate rate = limit.rate();
        long used = rate == null ? 0 : full.getOrDefault(gate, 0L) - nanos(at);
        return !limit.paused()
                && holders(gate) < limit.maxConcurrent()
                && (rate == null || used <= nanos(rate.periodMillis()) - interval(rate));
    }

    int holders(LimitOf gate) {
        return (int) holders.stream().filter(each -> gates(each).contains(gate)).count();
    }

    @Nullable
    Limit limitOf(LimitOf gate) {
        Limit own = limits.get(gate);
        return own == null && gate instanceof LimitOf.Key key ? limits.get(new LimitOf.EachKey(key.queue())) : own;
    }

    private @Nullable Rate rateOf(LimitOf gate) {
        Limit limit = limitOf(gate);
        return limit == null ? null : limit.rate();
    }

    static List<LimitOf> gates(Lane lane) {
        List<LimitOf> gates = new ArrayList<>(
                List.of(new LimitOf.Type(lane.type()), new LimitOf.Queue(lane.queue()), new LimitOf.Manager()));
        String key = lane.key();
        if (key != null) {
            gates.addFirst(new LimitOf.Key(lane.queue(), key));
        }
        return gates;
    }

    long position(Waiter waiter) {
        List<Waiter> band = ready.stream()
                .filter(each -> isSameBand(each.lane(), waiter.lane()))
                .toList();
        Turn own = Turn.of(waiter.lane());
        long place = 1
                + band.stream()
                        .filter(each -> Turn.of(each.lane()).equals(own) && BY_AGE.compare(each, waiter) < 0)
                        .count();
        Map<Turn, Long> lengths = new HashMap<>();
        band.forEach(each -> lengths.merge(Turn.of(each.lane()), 1L, Long::sum));
        lengths.remove(own);
        long others = lengths.values().stream()
                .mapToLong(length -> Math.min(length, place))
                .sum();
        return place + others + inBandsBefore(waiter.lane());
    }

    private long inBandsBefore(Lane lane) {
        Waiter mine = oldestOfBand(lane);
        return ready.stream()
                .filter(each ->
                        each.lane().queue().equals(lane.queue()) && each.lane().priority() != lane.priority())
                .filter(each -> {
                    Waiter theirs = oldestOfBand(each.lane());
                    return theirs != null && (mine == null || byScore().compare(theirs, mine) < 0);
                })
                .count();
    }

    /** Of those of whom no type and no key is in the way. */
    private @Nullable Waiter oldestOfBand(Lane lane) {
        return ready.stream()
                .filter(each -> isSameBand(each.lane(), lane))
                .filter(each -> types.contains(each.lane().type()))
                .filter(each -> gates(each.lane()).stream()
                        .filter(gate -> gate instanceof LimitOf.Key || gate instanceof LimitOf.Type)
                        .allMatch(gate -> isOpen(gate, time)))
                .min(BY_AGE)
                .orElse(null);
    }

    private static long nanos(long millis) {
        return millis * 1_000_000;
    }

    private static long interval(Rate rate) {
        return (nanos(rate.periodMillis()) + rate.permits() - 1) / rate.permits();
    }
}
