package dev.taskcast.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random events told to a line and to a naive one that counts anew each time; after each, both must say the same.
 * {@code -Dtaskcast.line.seeds=N} runs N seeds instead of a few.
 */
class LineSimulationTest {
    private static final int STEPS = 80;
    private static final int SEEDS = Integer.getInteger("taskcast.line.seeds", 800);

    /** What is put back when a claim comes to nothing. */
    private record Claim(Waiter waiter, Undo undo, NaiveLine.Moved moved) {}

    private Line line = new Line();
    private NaiveLine naive = new NaiveLine();
    private SeededRandom random = new SeededRandom(0);
    private long now;
    private long position;

    @ParameterizedTest
    @MethodSource("batches")
    void theLineSaysWhatANaiveOneSays(SeededRandom first) {
        for (SeededRandom each : Long.getLong("taskcast.seed") != null ? List.of(first) : batch(first)) {
            run(each);
        }
    }

    /** Many short runs are one test: a test of its own for each would take longer than the run. */
    static SeededRandom[] batches() {
        return SeededRandom.several(4);
    }

    private static List<SeededRandom> batch(SeededRandom first) {
        List<SeededRandom> batch = new ArrayList<>();
        for (int i = 0; i < SEEDS / 4; i++) {
            batch.add(new SeededRandom(first.seed() * 1_000_000 + i));
        }
        return batch;
    }

    private void run(SeededRandom seed) {
        random = seed;
        line = new Line();
        naive = new NaiveLine();
        now = 1_000_000L + random.nextInt(1_000);
        position = 0;
        for (int step = 0; step < STEPS; step++) {
            String did = "";
            try {
                did = step();
                compare();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(seed + ", step " + step + ": " + did, e);
            }
        }
    }

    private String step() {
        int kind = random.nextInt(22);
        switch (kind) {
            case 0, 1, 2, 3, 4 -> waits();
            case 5 -> leaves();
            case 6, 7, 8, 9 -> claim();
            case 10, 11, 12 -> frees();
            case 13 -> foreignStart();
            case 14, 15 -> limit();
            case 16, 17 -> now += random.nextInt(random.nextInt(8) == 0 ? 90_000 : 1_500);
            case 18 -> available();
            case 19 -> room();
            case 20 -> claimsThatComeToNothing();
            default -> rarely();
        }
        return "kind " + kind;
    }

    private void waits() {
        position++;
        long readyAt = now - random.nextInt(3) + (random.nextInt(4) == 0 ? random.nextInt(5_000) : 0);
        long since = random.nextInt(5) == 0 ? position / 2 : position;
        var waiter = new Waiter("t" + position, position, since, readyAt, lane(), random.nextBoolean());
        tell(waiter);
        if (random.nextInt(10) == 0) {
            line.waits(waiter); // again
        }
    }

    private void tell(Waiter waiter) {
        line.waits(waiter);
        naive.waits(waiter);
    }

    private void leaves() {
        Waiter waiter = anybody();
        if (waiter != null) {
            leave(waiter);
            if (random.nextBoolean()) {
                line.leaves(waiter); // again
            }
        }
    }

    private void leave(Waiter waiter) {
        line.leaves(waiter);
        naive.leaves(waiter);
    }

    private @Nullable Claim claim() {
        naive.to(now);
        Waiter next = line.next(now);
        if (next == null) {
            return null;
        }
        for (LimitOf gate : NaiveLine.gates(next.lane())) {
            assertThat(naive.isOpen(gate, now))
                    .as("%s lets %s start", gate, next)
                    .isTrue();
        }
        leave(next);
        holds(next.lane());
        var claim = new Claim(next, line.started(next.lane(), now), naive.started(next.lane(), now));
        if (next.lane().takesSlot()) {
            line.tookSlot();
            naive.slots--;
        }
        return claim;
    }

    private void claimsThatComeToNothing() {
        List<Claim> claims = new ArrayList<>();
        for (int most = random.nextInt(6); most > 0; most--) {
            Claim claim = claim();
            if (claim != null) {
                claims.add(claim);
            }
        }
        for (Claim claim : claims.reversed()) {
            Lane lane = claim.waiter.lane();
            if (lane.takesSlot()) {
                line.gaveSlot();
                naive.slots++;
            }
            line.undo(claim.undo);
            naive.undo(claim.moved);
            line.frees(lane);
            naive.holders.remove(lane);
            tell(claim.waiter);
        }
    }

    private void holds(Lane lane) {
        line.holds(lane);
        naive.holders.add(lane);
    }

    private void frees() {
        if (!naive.holders.isEmpty()) {
            Lane lane = naive.holders.remove(random.nextInt(naive.holders.size()));
            line.frees(lane);
            if (lane.takesSlot() && random.nextBoolean()) {
                line.gaveSlot();
                naive.slots++;
            }
        }
    }

    private void foreignStart() {
        Lane lane = lane();
        holds(lane);
        if (random.nextInt(4) > 0) {
            Undo undo = line.started(lane, now);
            NaiveLine.Moved moved = naive.started(lane, now);
            if (random.nextInt(4) == 0) {
                line.undo(undo);
                naive.undo(moved);
            }
        }
    }

    private void limit() {
        LimitOf of = switch (random.nextInt(5)) {
            case 0 -> new LimitOf.Manager();
            case 1 -> new LimitOf.Queue(queue());
            case 2 -> new LimitOf.Type(type());
            case 3 -> new LimitOf.EachKey(queue());
            default ->
                new LimitOf.Key(queue(), "abc".substring(random.nextInt(3)).substring(0, 1));
        };
        int max = random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(4);
        Rate rate = random.nextInt(3) == 0 ? new Rate(1 + random.nextInt(3), 1 + random.nextInt(2_000)) : null;
        Limit limit = random.nextInt(3) == 0 ? Limit.NONE : new Limit(max, random.nextInt(6) == 0, rate);
        line.limit(of, limit);
        naive.limit(of, limit);
    }

    private void available() {
        String type = type();
        boolean here = random.nextInt(3) > 0;
        line.available(type, here);
        if (here) {
            naive.types.add(type);
        } else {
            naive.types.remove(type);
        }
    }

    private void room() {
        naive.slots = random.nextInt(5);
        line.room(naive.slots);
    }

    private void rarely() {
        if (random.nextInt(10) == 0) {
            line.clear();
            naive.clear();
        }
    }

    private void compare() {
        naive.to(now);
        if (random.nextBoolean()) {
            compareFree(); // before the line is told the time in another way
        }
        Waiter next = line.next(now);
        assertThat(next).isEqualTo(naive.next());
        List<Waiter> all = naive.all();
        assertThat(line.size()).isEqualTo(all.size());
        assertThat(line.waitingWithSlot()).isEqualTo((int)
                all.stream().filter(each -> each.lane().takesSlot()).count());
        compareFree();
        compareStanding();
        compareCounts(all);
        compareFirst();
        if (next == null) {
            long due = line.nextDue(now);
            assertThat(due).isGreaterThan(now);
            assertThat(naive.isAnybodyReadyAt(due == Long.MAX_VALUE ? now + 1_000_000 : due - 1))
                    .as("before %s", due)
                    .isFalse();
        }
    }

    private void compareFree() {
        Lane lane = lane();
        assertThat(line.isFree(lane, now)).as("%s is free", lane).isEqualTo(naive.isFree(lane));
        assertThat(line.isUnlimited(lane)).isEqualTo(naive.isUnlimited(lane));
        for (LimitOf gate : NaiveLine.gates(lane)) {
            assertThat(line.holders(gate)).as("holders of %s", gate).isEqualTo(naive.holders(gate));
        }
    }

    private void compareFirst() {
        String queue = lane().queue();
        int most = 1 + random.nextInt(8);
        assertThat(line.view().first(queue, most, now))
                .as("up to %s in queue %s", most, queue)
                .containsExactlyInAnyOrderElementsOf(naive.ready.stream()
                        .filter(each -> each.lane().queue().equals(queue) && naive.position(each) <= most)
                        .toList());
    }

    private void compareStanding() {
        Waiter waiter = anybody();
        if (waiter == null) {
            return;
        }
        LinePlace standing = line.view().standing(waiter, now);
        if (waiter.readyAt() > now) {
            assertThat(standing).isEqualTo(new LinePlace(Why.DELAY, null, 0, waiter.readyAt()));
            return;
        }
        assertThat((long) standing.position()).as("position of %s", waiter).isEqualTo(naive.position(waiter));
        assertThat(standing.why() == Why.UNKNOWN_TYPE)
                .isEqualTo(!naive.types.contains(waiter.lane().type()));
        boolean isHeldUp = NaiveLine.gates(waiter.lane()).stream().anyMatch(gate -> !naive.isOpen(gate, now));
        if (isHeldUp && standing.why() != Why.UNKNOWN_TYPE) {
            assertThat(standing.by()).as("what holds up %s", waiter).isNotNull();
        }
    }

    private void compareCounts(List<Waiter> all) {
        Map<String, Integer> counts = new TreeMap<>();
        line.view()
                .waits(
                        now,
                        (queue, why, isRetry, count) -> counts.merge(queue + " " + why + isRetry, count, Integer::sum));
        Map<String, Integer> naively = new TreeMap<>();
        for (Waiter each : all) {
            Why why = line.view().standing(each, now).why();
            boolean isRetry = why == Why.DELAY && each.isRetry();
            naively.merge(each.lane().queue() + " " + why + isRetry, 1, Integer::sum);
        }
        assertThat(counts).isEqualTo(naively);
        long oldest = all.stream()
                .mapToLong(Waiter::readyAt)
                .filter(at -> at <= now)
                .min()
                .orElse(0);
        assertThat(line.view().oldest(now)).isBetween(Math.max(0, oldest - 1_024), oldest);
    }

    private @Nullable Waiter anybody() {
        List<Waiter> all = naive.all();
        return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
    }

    private Lane lane() {
        String key = switch (random.nextInt(5)) {
            case 0 -> "a";
            case 1 -> "b";
            case 2 -> "c";
            default -> null;
        };
        int priority = random.nextInt(3) == 0 ? random.nextInt(10) : 4;
        return new Lane(queue(), key, type(), priority, 1 + random.nextInt(2), random.nextBoolean());
    }

    private String queue() {
        return random.nextInt(3) == 0 ? "mail" : "";
    }

    private String type() {
        return "xyz".substring(random.nextInt(3)).substring(0, 1);
    }
}
