package dev.taskcast.benchmarks.engine;

import dev.taskcast.benchmarks.process.Numbers;
import dev.taskcast.queue.Lane;
import dev.taskcast.queue.Limit;
import dev.taskcast.queue.LimitOf;
import dev.taskcast.queue.Line;
import dev.taskcast.queue.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to claim a task while so many wait: of many keys all but one are blocked by their limit, and a task of the one
 * starts, ends, and another one comes. Also what a lane without limits costs where nobody waits, what a place in line costs, and
 * how much memory a waiting task and a key take. Argument: rounds. Run it with {@code -XX:+UseSerialGC -Xms3g -Xmx3g
 * -XX:+AlwaysPreTouch}, so that what is used is what lives.
 */
final class LineCosts {
    private static final int[] WAITING = {1_000, 10_000, 100_000, 1_000_000};
    private static final int KEYS = 10_000;

    private LineCosts() {}

    public static void main(String[] args) {
        int rounds = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        System.out.print(table(WAITING, KEYS, 1_000_000, rounds));
    }

    /** The medians, as text. */
    static String table(int[] waiting, int keys, int claims, int rounds) {
        var text = new StringBuilder(memory(waiting[waiting.length - 1], keys)); // first: nothing else lives
        for (int each : waiting) {
            List<Double> blocked = new ArrayList<>();
            List<Double> fair = new ArrayList<>();
            List<Double> places = new ArrayList<>();
            for (int round = 0; round <= rounds; round++) { // the first one warms up
                int used = Math.min(keys, each / 2);
                double nanos = new Claims(each, lanes(used), true).nanosEach(claims);
                double open = new Claims(each, lanes(used), false).nanosEach(claims);
                double place = new Claims(each, lanes(used), true).nanosAPlace(claims / 100);
                if (round > 0) {
                    blocked.add(nanos);
                    fair.add(open);
                    places.add(place);
                }
            }
            text.append(String.format(
                    Locale.ROOT,
                    "%,9d waiting: %.0f ns a claim with all keys but one blocked, %.0f with none, %.0f ns a place in line%n",
                    each,
                    Numbers.median(blocked),
                    Numbers.median(fair),
                    Numbers.median(places)));
        }
        text.append(String.format(
                Locale.ROOT, "    nobody waits: %.1f ns to see that a task is free to start%n", free(claims)));
        return text.toString();
    }

    private static List<Lane> lanes(int keys) {
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            lanes.add(new Lane("", "key" + i, "t", 4, 1, false));
        }
        return lanes;
    }

    private static String memory(int waiting, int keys) {
        double one = bytes(waiting, 1);
        double many = bytes(waiting, keys);
        double each = bytes(keys, keys) / keys;
        return String.format(
                Locale.ROOT,
                "memory: %.0f B a waiting task, %.0f B with %,d keys; %.0f B a key with one task; without ids and lanes%n",
                one / waiting,
                many / waiting,
                keys,
                each);
    }

    private static double bytes(int waiting, int keys) {
        List<Lane> lanes = lanes(keys);
        long before = RegisteredTasks.used();
        var claims = new Claims(waiting, lanes, true);
        double bytes = RegisteredTasks.used() - before;
        if (claims.line.size() != waiting || lanes.size() != keys) { // keeps them alive until here
            throw new IllegalStateException("all must wait, got: " + claims.line.size());
        }
        return bytes;
    }

    private static double free(int calls) {
        var line = new Line();
        line.available("t", true);
        var lane = new Lane("", null, "t", 4, 1, false);
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long start = System.nanoTime();
            int free = 0;
            for (int i = 0; i < calls; i++) {
                free += line.isFree(lane, i) ? 1 : 0;
            }
            best = Math.min(best, (System.nanoTime() - start) / (double) free);
        }
        return best;
    }

    /** A line with so many that wait. */
    private static final class Claims {
        private static final long NOW = 1_000_000;
        private final Line line = new Line();
        private int created;

        Claims(int waiting, List<Lane> lanes, boolean isBlocked) {
            if (line.next(NOW) != null) { // tells it the time: nobody is to wait for it
                throw new IllegalStateException("nobody must be next where nobody waits");
            }
            line.available("t", true);
            line.limit(new LimitOf.EachKey(""), new Limit(isBlocked ? 1 : 1_000, false, null));
            for (int i = 1; isBlocked && i < lanes.size(); i++) {
                line.holds(lanes.get(i));
            }
            for (int i = 0; i < waiting; i++) {
                waits(lanes.get(i % lanes.size()));
            }
        }

        private void waits(Lane lane) {
            created++;
            line.waits(new Waiter("id", created, created, NOW, lane));
        }

        double nanosEach(int claims) {
            long start = System.nanoTime();
            for (int i = 0; i < claims; i++) {
                Waiter next = next();
                line.leaves(next);
                line.holds(next.lane());
                if (line.started(next.lane(), NOW) == null) {
                    throw new IllegalStateException("a start must be undoable");
                }
                line.frees(next.lane());
                waits(next.lane());
            }
            return (System.nanoTime() - start) / (double) claims;
        }

        private Waiter next() {
            @Nullable Waiter next = line.next(NOW);
            if (next == null) {
                throw new IllegalStateException("somebody must be next while tasks wait");
            }
            return next;
        }

        double nanosAPlace(int calls) {
            Waiter next = next();
            long start = System.nanoTime();
            long sum = 0;
            for (int i = 0; i < calls; i++) {
                sum += line.view().standing(next, NOW).position();
            }
            return (System.nanoTime() - start) / (double) calls + (sum == 0 ? 1 : 0);
        }
    }
}
