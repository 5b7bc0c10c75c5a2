package dev.taskcast.engine;

import dev.taskcast.codec.Payload;
import dev.taskcast.commit.Committer;
import dev.taskcast.commit.OnApplied;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.run.NoteSink;
import dev.taskcast.run.Run;
import dev.taskcast.time.TaskClock;

/** Commits what runs note for later ones. */
final class Notes implements NoteSink {
    private final Committer committer;
    private final TaskClock clock;

    Notes(Committer committer, TaskClock clock) {
        this.committer = committer;
        this.clock = clock;
    }

    @Override
    public boolean keep(Run run, String name, Payload value) {
        return committer.submit(run.id(), new Command.Note(run.fence(), name, value), OnApplied.NOTHING)
                instanceof Decision.Next;
    }

    @Override
    public void keepSoon(Run run, String name, Payload value) {
        committer.tell(run.id(), new Command.Note(run.fence(), name, value), OnApplied.NOTHING, decision -> {});
    }

    @Override
    public long nanos() {
        return clock.nanos();
    }
}
