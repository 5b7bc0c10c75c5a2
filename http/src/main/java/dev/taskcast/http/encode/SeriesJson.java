package dev.taskcast.http.encode;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.task.TaskSeries;
import dev.taskcast.task.TaskSeries.Bucket;
import dev.taskcast.task.TaskSeries.Spread;
import dev.taskcast.task.TaskStatus;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Writes how many runs started and ended when: for each number an array with an entry a bucket, and none where all would be 0. */
public final class SeriesJson {
    private SeriesJson() {}

    /**
     * Writes it.
     *
     * @param series what
     * @return JSON
     */
    public static byte[] bytes(TaskSeries series) {
        JsonBuffer out = new JsonBuffer(4_096)
                .raw("{\"bucket\":")
                .number(series.bucket().toMillis())
                .raw(",\"from\":")
                .number(series.from().toEpochMilli())
                .raw(",\"until\":")
                .number(series.until().toEpochMilli())
                .raw(",\"series\":[");
        String comma = "";
        for (TaskSeries.OfType each : series.series()) {
            write(out.raw(comma), each);
            comma = ",";
        }
        return out.raw("]}").toByteArray();
    }

    private static void write(JsonBuffer out, TaskSeries.OfType series) {
        List<Bucket> buckets = series.buckets();
        String type = series.type();
        out.raw("{");
        if (type != null) {
            out.raw("\"type\":").string(type).raw(",");
        }
        counts(out.raw("\"starts\":"), buckets, Bucket::starts);
        out.raw(",\"ended\":{");
        String comma = "";
        for (TaskStatus status : TaskStatus.values()) {
            if (buckets.stream().anyMatch(bucket -> bucket.ended().containsKey(status))) {
                out.raw(comma).string(status.wireName()).raw(":");
                counts(out, buckets, bucket -> bucket.ended().getOrDefault(status, 0L));
                comma = ",";
            }
        }
        out.raw("}");
        if (buckets.stream().anyMatch(bucket -> bucket.retried() > 0)) {
            counts(out.raw(",\"retried\":"), buckets, Bucket::retried);
        }
        spreads(out, "waits", buckets, Bucket::waits);
        spreads(out, "durations", buckets, Bucket::durations);
        out.raw("}");
    }

    private static void counts(JsonBuffer out, List<Bucket> buckets, ToLongFunction<Bucket> count) {
        String comma = "[";
        for (Bucket bucket : buckets) {
            out.raw(comma).number(count.applyAsLong(bucket));
            comma = ",";
        }
        out.raw("]");
    }

    private static void spreads(JsonBuffer out, String name, List<Bucket> buckets, Function<Bucket, Spread> spread) {
        if (buckets.stream().allMatch(bucket -> spread.apply(bucket).count() == 0)) {
            return;
        }
        out.raw(",\"").raw(name).raw("\":{\"p50\":");
        times(out, buckets, spread, Spread::p50);
        times(out.raw(",\"p95\":"), buckets, spread, Spread::p95);
        out.raw("}");
    }

    private static void times(
            JsonBuffer out, List<Bucket> buckets, Function<Bucket, Spread> spread, ToLongFunction<Spread> time) {
        String comma = "[";
        for (Bucket bucket : buckets) {
            Spread each = spread.apply(bucket);
            out.raw(comma);
            if (each.count() == 0) {
                out.raw("null");
            } else {
                out.number(time.applyAsLong(each));
            }
            comma = ",";
        }
        out.raw("]");
    }
}
