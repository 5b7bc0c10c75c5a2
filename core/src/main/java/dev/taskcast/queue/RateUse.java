package dev.taskcast.queue;

/**
 * How far a rate is used up.
 *
 * @param of what the limit is of; never {@link LimitOf.EachKey}
 * @param rate its rate
 * @param fullNanos when all of its permits will be there again, on the store's clock in nanoseconds since the epoch
 */
public record RateUse(LimitOf of, Rate rate, long fullNanos) {}
