package dev.taskcast.forecast;

/** One way to tell how long work will take, as of some moment of a run. */
sealed interface Guess {
    /**
     * How long it takes from that moment on.
     *
     * @param from how much was done at that moment
     * @param to how much is to be done
     * @param total how much there is to do in all
     * @return seconds; {@code NaN} where it can't say
     */
    double seconds(double from, double to, double total);

    /** Always as fast. */
    record Steady(double unitsPerSecond) implements Guess {
        @Override
        public double seconds(double from, double to, double total) {
            return unitsPerSecond > 0 ? (to - from) / unitsPerSecond : Double.NaN;
        }
    }

    /** Ever faster, or ever slower. Where it would come to a stop before the end, it is as long as that takes. */
    record Trend(double unitsPerSecond, double perSecondMore) implements Guess {
        @Override
        public double seconds(double from, double to, double total) {
            if (!(unitsPerSecond > 0)) {
                return Double.NaN;
            }
            double root = unitsPerSecond * unitsPerSecond + 2 * perSecondMore * (to - from);
            if (root <= 0) {
                return -unitsPerSecond / perSecondMore;
            }
            return 2 * (to - from) / (Math.sqrt(root) + unitsPerSecond); // as (√root - v) / a, and right where a is 0
        }
    }

    /**
     * As earlier runs went.
     *
     * @param curve of those
     * @param pace how many times as long this one takes
     * @param time how far on the curve it is: the part of the time that is over
     */
    record AsBefore(Curve curve, double pace, double time) implements Guess {
        @Override
        public double seconds(double from, double to, double total) {
            return curve.seconds() * pace * Math.max(0, curve.timeAt(to / total, false) - time);
        }
    }
}
