package dev.taskcast.run;

import dev.taskcast.lifecycle.Command.Again;
import dev.taskcast.progress.ProgressCell;
import dev.taskcast.task.Course;
import dev.taskcast.task.Retry;
import dev.taskcast.time.StoreClock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says when a run that did not succeed is followed by another attempt, by what its type's options say. */
final class Attempts {
    private final StoreClock clock;

    Attempts(StoreClock clock) {
        this.clock = clock;
    }

    /** After a handler threw; null where that is the end. */
    @Nullable
    Again after(Run run, Throwable thrown) {
        try {
            Optional<Duration> later = Retry.later(thrown);
            if (later.isPresent()) {
                return in(run, later.get(), false);
            }
            Retry retry = run.type().options().retry();
            return retry.maxAttempts() > 1 && retry.isWorthwhile(thrown) ? next(run, retry) : null;
        } catch (Throwable broken) { // somebody's own getCause: the run is to end all the same
            return null;
        }
    }

    /** After a run took too long, once its handler has returned; null where that is the end. */
    @Nullable
    Again afterTimeout(Run run) {
        Retry retry = run.type().options().retry();
        return retry.isOnTimeout() && run.isTimedOut() ? next(run, retry) : null;
    }

    private Again next(Run run, Retry retry) {
        return in(run, retry.waitAfter(Course.attemptOf(run.started().state().course())), true);
    }

    private Again in(Run run, Duration wait, boolean counts) {
        long now = clock.millis();
        ProgressCell reported = run.reported();
        return new Again(now, now + wait.toMillis(), counts, reported == null ? null : reported.value());
    }
}
