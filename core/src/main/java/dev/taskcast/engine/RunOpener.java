package dev.taskcast.engine;

import dev.taskcast.commit.StoredPayloads;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lines.LineStore;
import dev.taskcast.run.RegisteredType;
import dev.taskcast.run.Run;
import dev.taskcast.run.Runs;
import dev.taskcast.task.TaskState.Running;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes the runs of starts that are kept, and finds them again. Where changes are applied, one at a time; finding is for any thread. */
final class RunOpener {
    private final ConcurrentHashMap<String, RegisteredType> types;
    private final Runs runs;
    private final LineStore lines;
    private final StoredPayloads payloads;
    private final boolean isDurable;

    RunOpener(
            ConcurrentHashMap<String, RegisteredType> types,
            Runs runs,
            LineStore lines,
            StoredPayloads payloads,
            boolean isDurable) {
        this.types = types;
        this.runs = runs;
        this.lines = lines;
        this.payloads = payloads;
        this.isDurable = isDurable;
    }

    /** The run of a task that was started here. */
    Run open(TaskRow started) {
        RegisteredType type = types.get(started.state().identity().type());
        if (type == null) {
            throw new IllegalStateException("A task that starts must have its handler, got: none");
        }
        Run known = isDurable ? runs.get(started.fence()) : null;
        if (known != null) { // all but that was done, and is done once more
            return known;
        }
        lines.remove(started.id());
        Run run = new Run(started, type);
        runs.add(run);
        if (started.isPayloadInStore()) { // it may be here before there is a slot
            payloads.want(run.id(), started.created(), run::isGone, run::payload);
        }
        return run;
    }

    /** The run of a task that runs on this node; else null. */
    @Nullable
    Run find(TaskRow row) {
        return row.state() instanceof Running ? runs.get(row.fence()) : null;
    }

    /** Tells the run of a task that it is over: to be delivered once that is kept. Null where none of this node goes on. */
    @Nullable
    Run raise(@Nullable TaskRow before) {
        Run run = before == null ? null : find(before);
        if (run != null) {
            run.raise();
        }
        return run;
    }
}
