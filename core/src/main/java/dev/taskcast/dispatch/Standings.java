package dev.taskcast.dispatch;

import dev.taskcast.queue.LimitOf;
import dev.taskcast.task.Standing;
import dev.taskcast.task.Standing.LimitKind;
import dev.taskcast.task.Standing.Why;
import org.jspecify.annotations.Nullable;

/** Says where somebody stands in words for viewers. */
final class Standings {
    private Standings() {}

    static Standing of(dev.taskcast.queue.Standing at, boolean isRetry) {
        return new Standing(why(at.why(), isRetry), kind(at.by()), at.position(), at.startsAt());
    }

    private static Why why(dev.taskcast.queue.Why why, boolean isRetry) {
        return switch (why) {
            case SLOT -> Why.SLOT;
            case LIMIT -> Why.LIMIT;
            case RATE -> Why.RATE;
            case DELAY -> isRetry ? Why.RETRY : Why.DELAY;
            case PAUSED -> Why.PAUSED;
            case UNKNOWN_TYPE -> Why.UNKNOWN_TYPE;
        };
    }

    private static @Nullable LimitKind kind(@Nullable LimitOf of) {
        return switch (of) {
            case null -> null;
            case LimitOf.Manager manager -> LimitKind.MANAGER;
            case LimitOf.Queue queue -> LimitKind.QUEUE;
            case LimitOf.Type type -> LimitKind.TYPE;
            case LimitOf.EachKey each -> LimitKind.KEY;
            case LimitOf.Key key -> LimitKind.KEY;
        };
    }
}
