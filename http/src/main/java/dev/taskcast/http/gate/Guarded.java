package dev.taskcast.http.gate;

import dev.taskcast.http.access.Action;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.thread.SafeLog;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A viewer of the application's: where it fails, the answer is no. */
record Guarded(Viewer viewer) implements Viewer {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog KEY_FAILED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "A viewer's key failed; their tabs share no stream");
    private static final SafeLog CHECK_FAILED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "An access check failed; the answer is no");

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
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable t) {
            KEY_FAILED.log(t);
            return null;
        }
    }

    /** Where there is no memory, or no stack, nothing was said about the viewer: that is no no, but an error. */
    private static boolean ask(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable t) {
            CHECK_FAILED.log(t);
            return false;
        }
    }
}
