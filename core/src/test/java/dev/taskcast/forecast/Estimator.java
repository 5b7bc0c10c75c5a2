package dev.taskcast.forecast;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Something that is told how far a run is, and says how long it will still take. */
interface Estimator {
    /**
     * A frame is about to be shown.
     *
     * @param now seconds since the run began
     * @param done how much is done
     * @param total how much there is to do
     * @return seconds left, {@code NaN} for nothing
     */
    double left(double now, double done, double total);

    /** How others say how long something will take, by their sources as of 2026, and what was here before. */
    enum Peer {
        AVERAGE("the mean so far"),
        BEFORE("a 5 s mean, rounded up"),
        TQDM("tqdm: smoothing 0.3"),
        RICH("rich: the last 30 s"),
        INDICATIF("indicatif: twice smoothed, 15 s");

        final String words;

        Peer(String words) {
            this.words = words;
        }

        Estimator make() {
            return switch (this) {
                case AVERAGE -> (now, done, total) -> done > 0 ? (total - done) * now / done : Double.NaN;
                case BEFORE -> new FiveSeconds();
                case TQDM -> new Tqdm();
                case RICH -> new Rich();
                case INDICATIF -> new Indicatif();
            };
        }
    }

    /** The forecast as viewers are shown it. */
    final class Ours implements Estimator {
        private final Forecast forecast;
        private final SteadyEnd end = new SteadyEnd();

        Ours(@Nullable Curve earlier) {
            forecast = new Forecast(earlier, false);
        }

        @Override
        public double left(double now, double done, double total) {
            forecast.add(now, done, total);
            Forecast.Left left = forecast.left();
            return left == null ? Double.NaN : end.left(now, left.seconds());
        }

        @Nullable
        Curve curve(double seconds) {
            return forecast.curve(seconds, false);
        }
    }

    /** Smoothed exponentially with a time constant of 5 s. */
    final class FiveSeconds implements Estimator {
        private double last;
        private double lastDone;
        private double rate;
        private double weight;

        @Override
        public double left(double now, double done, double total) {
            double seconds = now - last;
            if (seconds > 0) {
                double share = 1 - Math.exp(-seconds / 5);
                rate += share * ((done - lastDone) / seconds - rate);
                weight += share * (1 - weight);
            }
            last = now;
            lastDone = done;
            if (now < 1.5 || rate <= 0) {
                return Double.NaN;
            }
            double left = (total - done) * weight / rate;
            int unit = left < 10 ? 1 : left < 60 ? 5 : left < 300 ? 15 : left < 3_600 ? 60 : 300;
            return Math.ceil(left / unit) * unit;
        }
    }

    /** {@code tqdm.std}: means of steps and of seconds a frame, each smoothed by 0.3. */
    final class Tqdm implements Estimator {
        private static final double SMOOTHING = 0.3;
        private double last;
        private double lastDone;
        private double steps;
        private double seconds;

        @Override
        public double left(double now, double done, double total) {
            if (now > last) {
                steps = SMOOTHING * (done - lastDone) + (1 - SMOOTHING) * steps;
                seconds = SMOOTHING * (now - last) + (1 - SMOOTHING) * seconds;
                last = now;
                lastDone = done;
            }
            return steps > 0 ? (total - done) * seconds / steps : Double.NaN;
        }
    }

    /** {@code rich.progress}: the steps of the last 30 s, of at most 1,000 samples; rounded up to whole seconds. */
    final class Rich implements Estimator {
        private static final double PERIOD = 30;
        private static final int SAMPLES = 1_000;
        private final Deque<double[]> samples = new ArrayDeque<>();
        private double lastDone;

        @Override
        public double left(double now, double done, double total) {
            while (!samples.isEmpty() && samples.peekFirst()[0] < now - PERIOD) {
                samples.removeFirst();
            }
            if (samples.size() == SAMPLES) {
                samples.removeFirst();
            }
            samples.addLast(new double[] {now, done - lastDone});
            lastDone = done;
            double first = samples.getFirst()[0];
            double steps =
                    samples.stream().skip(1).mapToDouble(sample -> sample[1]).sum();
            return steps > 0 && now > first ? Math.ceil((total - done) * (now - first) / steps) : Double.NaN;
        }
    }

    /** {@code indicatif::state::Estimator}: smoothed twice, what is 15 s old counts for a tenth. */
    final class Indicatif implements Estimator {
        private double last;
        private double lastDone;
        private double smoothed;
        private double twice;

        private static double weight(double seconds) {
            return Math.pow(0.1, seconds / 15);
        }

        @Override
        public double left(double now, double done, double total) {
            double seconds = now - last;
            if (seconds > 0) {
                double kept = weight(seconds);
                smoothed = smoothed * kept + (done - lastDone) / seconds * (1 - kept);
                twice = twice * kept + smoothed / (1 - weight(now)) * (1 - kept);
                last = now;
                lastDone = done;
            }
            double rate = twice / (1 - weight(now));
            return now > 0 && rate > 0 ? (total - done) / rate : Double.NaN;
        }
    }
}
