package dev.taskcast.commit;

import dev.taskcast.dispatch.Alarm;
import dev.taskcast.dispatch.Dispatch;
import dev.taskcast.lifecycle.Command;

/** Starts those whose turn it is: first what schedules say, then what waits, as far as there is room. Of the committer. */
final class Turns {
    private final Dispatch dispatch;
    private final Alarm alarm;

    /** Decides over a task, and commits that. */
    @FunctionalInterface
    interface Decider {
        /** Whether it has changed the task; where it has not, the task is in nobody's way until it changes. */
        boolean isChanged(String id, Command command);
    }

    Turns(Dispatch dispatch, Alarm alarm) {
        this.dispatch = dispatch;
        this.alarm = alarm;
    }

    /** Starts so many at the most; whether there are more. */
    boolean start(int most, Decider decider) {
        if (dispatch.isIdle()) {
            return false;
        }
        for (Dispatch.Ticking tick = dispatch.nextTick(); tick != null; tick = dispatch.nextTick()) {
            if (!decider.isChanged(tick.id(), tick.command())) {
                dispatch.unfit(tick.id());
            }
        }
        int begun = 0;
        for (String id = dispatch.next(); id != null; id = dispatch.next()) {
            if (begun++ == most) {
                return true;
            }
            if (!decider.isChanged(id, dispatch.start())) {
                dispatch.unfit();
            }
        }
        alarm.at(dispatch.nextDue());
        return false;
    }
}
