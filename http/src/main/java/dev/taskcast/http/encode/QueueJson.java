package dev.taskcast.http.encode;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.task.Course;
import dev.taskcast.task.Standing;
import dev.taskcast.task.Standing.Why;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.Turn;
import dev.taskcast.task.Waiting;
import org.jspecify.annotations.Nullable;

/** Writes what a state says of its queue: whose turn it is, what a task waits for and where it stands, which attempt it is. */
final class QueueJson {
    private QueueJson() {}

    static void turn(JsonBuffer out, Turn turn) {
        StateJson.text(out, ",\"queue\":", turn.queue());
        StateJson.text(out, ",\"key\":", turn.key());
        if (turn.priority() != Turn.NORMAL_PRIORITY) {
            out.raw(",\"priority\":").number(turn.priority());
        }
    }

    static void waiting(JsonBuffer out, Pending pending) {
        Standing standing = pending.standing();
        Why why = standing == null ? why(pending.waiting()) : standing.why();
        boolean isForTime = why == Why.DELAY || why == Why.RETRY;
        if (why == null || (isForTime && !(pending.waiting() instanceof Waiting.ForTime))) {
            return; // it waits for somebody to start it, or nobody can say
        }
        if (standing != null && !isForTime) {
            moved(out, standing);
            return;
        }
        out.raw(",\"why\":\"").raw(why.wireName()).raw("\"");
        if (isForTime && pending.waiting() instanceof Waiting.ForTime time) {
            out.raw(",\"runAt\":").number(time.until());
        }
    }

    /** Why it waits and where it stands. */
    static void moved(JsonBuffer out, Standing standing) {
        out.raw(",\"why\":\"").raw(standing.why().wireName()).raw("\"");
        standing(out, standing);
    }

    private static void standing(JsonBuffer out, Standing standing) {
        Why why = standing.why();
        Standing.LimitKind limit = standing.limit();
        if (limit != null && (why == Why.LIMIT || why == Why.RATE || why == Why.PAUSED)) {
            out.raw(",\"limit\":\"").raw(limit.wireName()).raw("\"");
        }
        position(out, standing);
    }

    /** As far as a state tells without the queue. */
    private static @Nullable Why why(Waiting waiting) {
        return switch (waiting) {
            case Waiting.ForStart none -> null;
            case Waiting.ForSlot unknown -> null;
            case Waiting.ForTime time -> time.isRetry() ? Why.RETRY : Why.DELAY;
            case Waiting.ForHandler handler -> Why.STOPPING;
        };
    }

    private static void position(JsonBuffer out, Standing standing) {
        if (standing.position() > 0) {
            out.raw(",\"position\":").number(standing.position());
        }
        if (standing.startsAt() > 0) {
            out.raw(",\"startsAt\":").number(standing.startsAt());
        }
    }

    /** Nothing before the first failure. */
    static void attempts(JsonBuffer out, @Nullable Course course) {
        if (course != null && course.attempt() > 0) {
            out.raw(",\"attempt\":").number(course.attempt());
            if (course.maxAttempts() > 0) {
                out.raw(",\"maxAttempts\":").number(course.maxAttempts());
            }
            StateJson.text(out, ",\"lastError\":", course.lastError());
        }
    }
}
