package dev.taskcast.series;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * How often which times were met, in milliseconds. Times below 8 ms are told apart exactly. Above that eight are told apart between a power
 * of two and the next one, so that what is read is off by 1/16 at the most. Not thread-safe.
 *
 * <p>Its bytes are pairs of variable-length numbers: how many places are skipped, and how often the next one was met.
 */
public final class Histogram {
    private static final int FINE_BITS = 3;
    private static final int FINE = 1 << FINE_BITS;
    /** 139 years: what is longer counts as that. */
    private static final long LONGEST = (1L << 42) - 1;

    private static final int PLACES = place(LONGEST) + 1;
    private static final long[] NONE = {};
    private static final int OBJECT_BYTES = 48;

    private long[] counts = NONE;
    private int first; // the place of counts[0]

    /** Nothing was met yet. */
    public Histogram() {}

    /**
     * Reads bytes.
     *
     * @param bytes made by {@link #toBytes}
     * @return what they say
     * @throws IllegalArgumentException if they are no histogram
     */
    public static Histogram of(byte[] bytes) {
        Histogram histogram = new Histogram();
        int place = 0;
        for (int[] at = {0}; at[0] < bytes.length; place++) {
            long gap = number(bytes, at);
            long count = number(bytes, at);
            if (gap < 0 || gap >= PLACES - place || count <= 0) {
                throw new IllegalArgumentException("A histogram must have counts at places below " + PLACES + ", got: "
                        + count + " at " + place + " + " + gap);
            }
            place += (int) gap;
            histogram.reach(place, place);
            histogram.counts[place - histogram.first] = count;
        }
        return histogram;
    }

    private static long number(byte[] bytes, int[] at) {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE && at[0] < bytes.length; shift += 7) {
            byte next = bytes[at[0]++];
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("A histogram must not end within a number");
    }

    /**
     * As bytes: a few for each place that was met.
     *
     * @return for {@link #of}
     */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(2 * counts.length);
        int next = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                write(out, first + i - next);
                write(out, counts[i]);
                next = first + i + 1;
            }
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, long number) {
        long left = number;
        while (left > 0x7f) {
            out.write((int) (left & 0x7f) | 0x80);
            left >>>= 7;
        }
        out.write((int) left);
    }

    /**
     * A time was met. It counts, or this throws and nothing has changed.
     *
     * @param millis below 0 is taken for 0
     */
    public void add(long millis) {
        int at = reserve(millis); // first: it may make another array
        counts[at]++;
    }

    /** Makes room for a time, so that to add it does not throw. Where it counts. */
    int reserve(long millis) {
        int place = place(Math.clamp(millis, 0, LONGEST));
        reach(place, place);
        return place - first;
    }

    /**
     * All that another one has met was met. It counts, or this throws and nothing has changed.
     *
     * @param other stays as it is
     */
    public void add(Histogram other) {
        if (other.counts.length == 0) {
            return;
        }
        reach(other.first, other.first + other.counts.length - 1);
        for (int i = 0; i < other.counts.length; i++) {
            counts[other.first + i - first] += other.counts[i];
        }
    }

    private void reach(int from, int to) {
        if (counts.length == 0) {
            counts = new long[to - from + 1];
            first = from;
        } else if (from < first || to >= first + counts.length) {
            int least = Math.min(from, first);
            int end = Math.max(to + 1, first + counts.length);
            long[] wider = new long[end - least];
            System.arraycopy(counts, 0, wider, first - least, counts.length);
            counts = wider;
            first = least;
        }
    }

    /**
     * How many times were met.
     *
     * @return 0 or more
     */
    public long count() {
        return Arrays.stream(counts).sum();
    }

    /**
     * The time that so many were not above.
     *
     * @param percent above 0, at most 100: 50 for the median
     * @return milliseconds, off by 1/16 at the most; 0 where none was met
     */
    public long percentile(int percent) {
        long all = count();
        long rank =
                all / 100 * percent + (all % 100 * percent + 99) / 100; // rounded up, and never too large to be counted
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (counts[i] > 0 && seen >= rank) {
                return middle(first + i);
            }
        }
        return 0;
    }

    private static int place(long millis) {
        if (millis < FINE) {
            return (int) millis;
        }
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(millis);
        int within = (int) (millis >>> (power - FINE_BITS)) & (FINE - 1);
        return (power - FINE_BITS + 1) * FINE + within;
    }

    private static long middle(int place) {
        if (place < FINE) {
            return place;
        }
        int shift = place / FINE - 1;
        long from = (long) (FINE + place % FINE) << shift;
        return from + ((1L << shift) - 1) / 2;
    }

    /** About how much of the heap it takes. */
    long heapBytes() {
        return OBJECT_BYTES + 8L * counts.length;
    }
}
