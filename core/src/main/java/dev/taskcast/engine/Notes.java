package dev.taskcast.engine;

import dev.taskcast.codec.Payload;
import dev.taskcast.commit.Committer;
import dev.taskcast.commit.OnApplied;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.run.NoteSink;
import dev.taskcast.run.Run;
import dev.taskcast.time.TaskClock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Commits what runs note for later ones. */
final class Notes implements NoteSink {
    private static final long LOOK_MILLIS = 50;
    private static final int MAX_LOOKS = 20;

    private final Committer committer;
    private final TaskClock clock;
    private final boolean durable;

    Notes(Committer committer, TaskClock clock, boolean durable) {
        this.committer = committer;
        this.clock = clock;
        this.durable = durable;
    }

    private Payload kept(Payload value) {
        return durable ? value.packed() : value.live();
    }

    /** Waits as long as it takes: an outage of the store is no end of a run. Once the run was ended, not for long. */
    @Override
    public boolean keep(Run run, String name, Payload value) {
        AtomicBoolean kept = new AtomicBoolean();
        CountDownLatch decided = new CountDownLatch(1);
        committer.tell(run.id(), new Command.Note(run.fence(), name, kept(value)), OnApplied.NOTHING, decision -> {
            kept.set(decision instanceof Decision.Next);
            decided.countDown();
        });
        boolean interrupted = false;
        try {
            int looks = 0; // since the run was ended; a store that answers does so before they are used up
            while (decided.getCount() > 0 && looks < MAX_LOOKS) {
                looks += run.isGone() ? 1 : 0;
                try {
                    boolean ignored = decided.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return kept.get();
    }

    @Override
    public void keepSoon(Run run, String name, Payload value) {
        committer.tell(run.id(), new Command.Note(run.fence(), name, kept(value)), OnApplied.NOTHING, decision -> {});
    }

    @Override
    public long nanos() {
        return clock.nanos();
    }
}
