package dev.taskcast.commit;

import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.LimitSetting.Values;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How many permits of each rate are used up, by somebody who never restarts, forgets nothing, and counts in fractions of a permit. */
final class NaiveRates {
    /** The nanosecond that each start may be rounded up by, and the millisecond that a time is rounded to. */
    private static final double ROUNDED_MILLIS = 1.5;

    private static final Values NONE = LimitSetting.NONE.values().perPeriod(Integer.MAX_VALUE, 1);

    /** So many permits were used up at a time; they come back one by one. */
    private record Bucket(int permits, long periodMillis, double used, double at) {
        double usedAt(double time) {
            return Math.max(0, used - Math.max(0, time - at) * permits / periodMillis);
        }

        Bucket start(double time) {
            return new Bucket(permits, periodMillis, usedAt(time) + 1, Math.max(at, time));
        }

        /** When there is room for one more. */
        double due() {
            return at + (used + 1 - permits) * periodMillis / permits;
        }

        Bucket as(Values values, double time) {
            double share = (time >= at ? usedAt(time) : used + (at - time) * permits / periodMillis) / permits;
            return new Bucket(values.permits(), values.periodMillis(), share * values.permits(), time);
        }
    }

    private final Map<LimitId, Bucket> buckets = new HashMap<>();
    private final Function<LimitId, @Nullable Values> values;

    /** Knows what holds for a key too: its own limit, or that of each key of its queue. */
    NaiveRates(Function<LimitId, @Nullable Values> values) {
        this.values = values;
    }

    /** A limit has been set. */
    void limited(Decision.Limited limited) {
        buckets.replaceAll((of, bucket) -> {
            Values now = values.apply(of);
            boolean isSame =
                    now != null && now.permits() == bucket.permits && now.periodMillis() == bucket.periodMillis;
            return isSame ? bucket : bucket.as(now == null || now.permits() == 0 ? NONE : now, (double) limited.at());
        });
        buckets.values().removeIf(bucket -> bucket.permits == Integer.MAX_VALUE);
    }

    @Override
    public String toString() {
        return buckets.toString();
    }

    /** Whether one more may start now. */
    boolean isDue(LimitId of, long at) {
        Bucket bucket = buckets.get(of);
        return bucket == null || bucket.due() <= at + ROUNDED_MILLIS;
    }

    /** Whether one more surely may. */
    boolean isSurelyDue(LimitId of, long at) {
        Bucket bucket = buckets.get(of);
        return bucket == null || bucket.due() <= at - ROUNDED_MILLIS;
    }

    void started(LimitId of, long at) {
        Values now = values.apply(of);
        if (now != null && now.permits() > 0) {
            Bucket before = buckets.getOrDefault(of, new Bucket(now.permits(), now.periodMillis(), 0, (double) at));
            buckets.put(of, before.start((double) at));
        }
    }
}
