package dev.taskcast.commit;

import dev.taskcast.dispatch.Dispatch;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Opened;
import dev.taskcast.task.TaskState.Running;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node does that was away for longer than the journal reaches back: it takes the tasks as they are now, in place of the changes that
 * it has missed. Its runs that others have taken over or ended are told, and readers of the log begin anew.
 */
final class CatchUp {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private final Ledger ledger;
    private final Dispatch dispatch;
    private final OnApplied onStarted;
    private final OnApplied onForeign;

    /**
     * Of a node.
     *
     * @param onStarted called for each run of this node that it does not know to have begun
     * @param onForeign called for each task that others have changed
     */
    CatchUp(Ledger ledger, OnApplied onStarted, OnApplied onForeign) {
        this.ledger = ledger;
        dispatch = ledger.dispatch();
        this.onStarted = (before, after) -> Stage.react(onStarted, before, after);
        this.onForeign = (before, after) -> Stage.react(onForeign, before, after);
    }

    /** Where it throws it is to be called again, with the same: it does what is left. */
    void take(Opened opened) {
        ledger.unsettle(); // however far this comes
        Map<String, TaskRow> now = new HashMap<>();
        opened.rows().forEach(row -> now.put(row.id(), row));
        for (TaskRow before : ledger.rows().all()) {
            TaskRow after = now.get(before.id());
            if (after == null || after.created() != before.created()) {
                ledger.becomes(before, null, onForeign);
            } else if (isSameRun(before, after)) {
                ledger.becomes(before, sameRun(before, after), OnApplied.NOTHING);
            } else if (!before.equals(after)) {
                ledger.becomes(before, after, reaction(before, after));
            }
        }
        for (TaskRow row : opened.rows()) {
            if (ledger.rows().find(row.id()) == null) {
                ledger.becomes(null, row, reaction(null, row));
            }
        }
        ledger.rows().upTo(opened.head());
        ledger.restore(opened.resting());
        setLimits(opened.limits());
        setOrphans(opened.orphans());
        ledger.resting().begunAnew();
        ledger.mend();
        dispatch.limits().used(opened.rates());
        LOG.log(
                System.Logger.Level.WARNING,
                "This node was away for longer than the store's journal reaches back, and has read all tasks anew");
    }

    private static boolean isSameRun(TaskRow before, TaskRow after) {
        return before.position() == after.position() && before.state() instanceof Running;
    }

    /** How far it is, this node knows better; what it has noted, and what follows from that, the store does. */
    private static TaskRow sameRun(TaskRow before, TaskRow after) {
        return before.state() instanceof Running known && after.state() instanceof Running running
                ? after.with(running.with(known.progress()))
                : after;
    }

    /** Whether its start was kept was not known here. */
    private OnApplied reaction(@Nullable TaskRow before, TaskRow after) {
        boolean isStarted = after.state() instanceof Running running
                && !running.placement().moving()
                && (before == null || before.fence() != after.fence())
                && running.placement().node() != null
                && running.placement().node().equals(dispatch.node());
        return isStarted
                ? (from, to) -> {
                    onForeign.applied(from, to); // the run before it has ended
                    onStarted.applied(from, to);
                }
                : onForeign;
    }

    private void setLimits(Map<LimitId, LimitSetting> limits) {
        dispatch.limits().all().keySet().stream()
                .filter(of -> !limits.containsKey(of))
                .forEach(of -> dispatch.limits().set(of, LimitSetting.NONE));
        limits.forEach(dispatch.limits()::set);
    }

    private void setOrphans(List<Orphan> orphans) {
        dispatch.orphans().stream().filter(each -> !orphans.contains(each)).forEach(dispatch::returned);
        orphans.forEach(dispatch::orphaned);
    }
}
