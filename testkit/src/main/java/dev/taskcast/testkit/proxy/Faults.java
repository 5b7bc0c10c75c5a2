package dev.taskcast.testkit.proxy;

import java.time.Duration;

/**
 * How often what happens to a frame of a stream. Probabilities are from 0 to 1, each drawn on its own.
 *
 * @param cut the connection is cut, anywhere within the frame
 * @param duplicate the frame comes twice
 * @param hold the frame is kept back until the next one comes
 * @param delay the frame comes late
 * @param longestDelay how late at the most
 */
public record Faults(double cut, double duplicate, double hold, double delay, Duration longestDelay) {
    /** Nothing happens. */
    public static final Faults NONE = new Faults(0, 0, 0, 0, Duration.ZERO);

    /** Checks the probabilities and the delay. */
    public Faults {
        for (double probability : new double[] {cut, duplicate, hold, delay}) {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("A probability must be from 0 to 1, got: " + probability);
            }
        }
        if (longestDelay.isNegative()) {
            throw new IllegalArgumentException("A delay must not be negative, got: " + longestDelay);
        }
    }
}
