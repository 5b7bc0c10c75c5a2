package dev.taskcast.http.access;

import dev.taskcast.task.TaskIdentity;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A viewer of the application's: where it fails, the answer is no. */
record Guarded(Viewer viewer) implements Viewer {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    @Override
    public boolean canSee(TaskIdentity task) {
        return ask(() -> viewer.canSee(task));
    }

    @Override
    public boolean may(Action action, TaskIdentity task) {
        return ask(() -> viewer.may(action, task));
    }

    @Override
    public boolean check() {
        return ask(viewer::check);
    }

    @Override
    public boolean seesEverything() {
        return ask(viewer::seesEverything);
    }

    @Override
    public @Nullable String owner() {
        return viewer.owner(); // where it throws there is no answer that would be safe: the submit fails
    }

    @Override
    public @Nullable String key() {
        try {
            return viewer.key();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A viewer's key failed; their tabs share no stream", e);
            return null;
        }
    }

    private static boolean ask(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "An access check failed; the answer is no", e);
            return false;
        }
    }
}
