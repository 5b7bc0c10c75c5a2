package dev.taskcast.forecast;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How the last runs of a type went: how long they took, and which part was done after each 32nd of that time. Immutable.
 * It is equal to another curve with the same numbers.
 */
public final class Curve {
    private static final int PARTS = 32;
    private static final int BYTES = 1 + 2 * Double.BYTES + Integer.BYTES + (PARTS + 1) * Float.BYTES;
    private static final byte FORMAT = 1;
    /** A new run counts for a third at the least, so that runs of long ago are forgotten. */
    private static final int MEMORY = 3;

    private final double seconds;
    private final double total; // NaN where they were not all of the same unit
    private final int runs;
    private final float[] done; // at each part of the time, from 0 on, rising to 1

    private Curve(double seconds, double total, int runs, float[] done) {
        this.seconds = seconds;
        this.total = total;
        this.runs = runs;
        this.done = done;
    }

    /**
     * Of one run that completed.
     *
     * @param track how far it was, from its start on
     * @param seconds how long it took; above 0
     * @param total how much it had to do; {@code NaN} where that is in percent of steps
     * @return the curve of that run alone
     */
    static Curve of(Track track, double seconds, double total) {
        float[] done = new float[PARTS + 1];
        double all = Double.isNaN(total) ? 100 : total;
        float least = 0;
        for (int i = 1; i < PARTS; i++) {
            least = Math.max(least, (float) Math.clamp(track.at(seconds * i / PARTS) / all, 0.0, 1.0));
            done[i] = least;
        }
        done[PARTS] = 1;
        return new Curve(seconds, total, 1, done);
    }

    /** This one and a newer run. */
    Curve and(Curve newest) {
        int count = Math.min(runs + 1, MEMORY);
        float[] mixed = new float[PARTS + 1];
        for (int i = 0; i <= PARTS; i++) {
            mixed[i] = done[i] + (newest.done[i] - done[i]) / count;
        }
        double mixedSeconds = seconds + (newest.seconds - seconds) / count;
        return new Curve(mixedSeconds, total + (newest.total - total) / count, count, mixed);
    }

    /**
     * How long they took.
     *
     * @return seconds, above 0
     */
    public double seconds() {
        return seconds;
    }

    /**
     * How much they had to do.
     *
     * @return {@code NaN} where they were not all of the same unit
     */
    public double total() {
        return total;
    }

    /** The part of the time after which a part was done; with {@code last}, after which more than that was done. */
    double timeAt(double part, boolean last) {
        if (part >= 1) {
            return 1;
        }
        int i = 0;
        while (last ? done[i] <= part : done[i] < part) {
            i++;
        }
        return i == 0 ? 0 : (i - 1 + (part - done[i - 1]) / (done[i] - done[i - 1])) / PARTS;
    }

    /**
     * As a store keeps it.
     *
     * @return 153 bytes
     */
    public byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .put(FORMAT)
                .putDouble(seconds)
                .putDouble(total)
                .putInt(runs);
        for (float each : done) {
            bytes.putFloat(each);
        }
        return bytes.array();
    }

    /**
     * From what a store has kept.
     *
     * @param kept as {@link #toBytes} made it
     * @return null where it is of another format, or no curve at all
     */
    public static @Nullable Curve fromBytes(byte[] kept) {
        ByteBuffer bytes = ByteBuffer.wrap(kept);
        if (kept.length != BYTES || bytes.get() != FORMAT) {
            return null;
        }
        double seconds = bytes.getDouble();
        double total = bytes.getDouble();
        int runs = bytes.getInt();
        float[] done = new float[PARTS + 1];
        boolean rises = true;
        for (int i = 0; i <= PARTS; i++) {
            done[i] = bytes.getFloat();
            rises &= done[i] >= (i == 0 ? 0 : done[i - 1]) && done[i] <= 1;
        }
        boolean isTotal = Double.isNaN(total) || (total > 0 && total < Double.POSITIVE_INFINITY);
        boolean sound =
                rises && done[PARTS] == 1 && runs > 0 && isTotal && seconds > 0 && seconds < Double.POSITIVE_INFINITY;
        return sound ? new Curve(seconds, total, runs, done) : null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Curve curve && Arrays.equals(toBytes(), curve.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(done);
    }

    @Override
    public String toString() {
        return runs + " runs of " + seconds + " s: " + Arrays.toString(done);
    }
}
