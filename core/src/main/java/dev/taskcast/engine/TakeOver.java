package dev.taskcast.engine;

import dev.taskcast.commit.GroupCommitter;
import dev.taskcast.commit.OnApplied;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Opened;
import dev.taskcast.store.RunProgress;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.time.StoreClock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What becomes of the handlers of a node that is gone: what it ran goes on elsewhere, or has failed. One thread at a time. */
final class TakeOver {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private final TaskStore store;
    private final Elsewhere elsewhere;
    private final GroupCommitter committer;
    private final SignOfLife sign;
    private final StoreClock clock;

    /**
     * For a node.
     *
     * @param store has how far runs were, and the nodes
     * @param elsewhere the handlers on other nodes
     * @param committer is told what becomes of them
     * @param sign this node's own sign of life
     * @param clock by which an interrupted task is due again
     */
    TakeOver(TaskStore store, Elsewhere elsewhere, GroupCommitter committer, SignOfLife sign, StoreClock clock) {
        this.store = store;
        this.elsewhere = elsewhere;
        this.committer = committer;
        this.sign = sign;
        this.clock = clock;
    }

    /** Takes over what an earlier life has left, as far as it is certain by now that nobody is at it. */
    void ofThoseBefore(Opened opened) {
        for (String node : elsewhere.nodes()) {
            if (!opened.nodes().contains(node)) {
                of(node);
            }
        }
        if (opened.nodes().isEmpty()) {
            of(Elsewhere.UNKNOWN);
        }
    }

    /**
     * Takes over from a node. Unless that can be kept only once it is long ago that the node was looked at: it may be back then, and is
     * watched anew.
     */
    void of(String gone) {
        SignOfLife.Moment seen = sign.now();
        BooleanSupplier isFresh = () -> !sign.isOld(seen);
        Map<Long, TaskProgress> last = new HashMap<>();
        try {
            for (RunProgress each : store.records().progressOf(gone)) {
                last.put(each.fence(), each.progress());
            }
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.WARNING, "How far the runs of node " + gone + " were can't be read", e);
        }
        endRuns(gone, last, isFresh);
        endRuns(Elsewhere.UNKNOWN, last, isFresh); // may have been there; if not, its end is only told early
        for (Orphan orphan : elsewhere.orphansOn(gone)) {
            committer.tellWhile(isFresh, orphan.identity().id(), new Command.HandlerEnded(orphan.fence()));
        }
        committer.tell("", new Command.Unregister(), OnApplied.NOTHING, decision -> {
            if (isFresh.getAsBoolean()) {
                leave(gone);
            }
        });
    }

    private void endRuns(String node, Map<Long, TaskProgress> last, BooleanSupplier isFresh) {
        for (TaskRow row : elsewhere.rowsOn(node)) {
            committer.tellWhile(
                    isFresh,
                    row.id(),
                    row.state() instanceof Running
                            ? new Command.Interrupt(row.fence(), last.get(row.fence()), clock.millis())
                            : new Command.HandlerEnded(row.fence()));
        }
    }

    private void leave(String gone) {
        try {
            store.nodes().leave(Set.of(gone));
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.DEBUG, "Node " + gone + " will be dealt with again", e);
        }
    }
}
