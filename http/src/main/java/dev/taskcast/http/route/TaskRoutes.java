package dev.taskcast.http.route;

import dev.taskcast.adapter.Commands;
import dev.taskcast.adapter.Queries;
import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.http.access.Action;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.encode.StateJson;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.lines.LineTail;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskId;
import dev.taskcast.task.TaskState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What can be asked of one task. A task that the viewer does not see is answered like one that there is not. */
final class TaskRoutes {
    private static final int MAX_LINES = 1_000;

    private final Commands commands;
    private final Queries queries;

    TaskRoutes(Commands commands, Queries queries) {
        this.commands = commands;
        this.queries = queries;
    }

    Reply state(String encodedId, Viewer viewer) {
        return visible(encodedId, viewer, state -> Replies.json(200, StateJson.bytes(state)));
    }

    Reply start(String encodedId, Viewer viewer) {
        return act(encodedId, viewer, Action.START, state -> {
            StartOutcome outcome = commands.start(state.id());
            return outcome == StartOutcome.UNKNOWN ? Problem.UNKNOWN_TASK.reply() : accepted(outcome);
        });
    }

    Reply cancel(String encodedId, Viewer viewer) {
        return act(encodedId, viewer, Action.CANCEL, state -> {
            CancelOutcome outcome = commands.cancel(state.id());
            return outcome == CancelOutcome.UNKNOWN ? Problem.UNKNOWN_TASK.reply() : accepted(outcome);
        });
    }

    Reply log(String encodedId, Query query, Viewer viewer) {
        Long after = query.number("after", 0, Long.MAX_VALUE, 0);
        if (after == null) {
            return Problem.BAD_PARAMETER.reply();
        }
        return act(encodedId, viewer, Action.LOG, state -> lines(state, after));
    }

    private Reply lines(TaskState state, long after) {
        queries.restoreLines(state.id());
        LineTail tail = queries.lines(state.id());
        LineTail.Lines lines =
                tail == null ? new LineTail.Lines(state.run(), 1, List.of(), false) : tail.after(after, MAX_LINES);
        JsonBuffer out =
                new JsonBuffer(256).raw("{\"run\":").number(lines.run()).raw(",");
        StateJson.lines(out, lines);
        if (lines.more()) {
            out.raw(",\"next\":").number(lines.last());
        }
        return Replies.json(200, out.raw("}"));
    }

    private Reply act(String encodedId, Viewer viewer, Action action, Function<TaskState, Reply> then) {
        return visible(
                encodedId,
                viewer,
                state -> viewer.may(action, state.identity()) ? then.apply(state) : Problem.FORBIDDEN.reply());
    }

    private Reply visible(String encodedId, Viewer viewer, Function<TaskState, Reply> then) {
        String id = Percent.decodeSegment(encodedId);
        if (id == null || !TaskId.isValid(id)) {
            return Problem.BAD_ID.reply();
        }
        TaskState state = queries.state(id);
        if (state == null) {
            return isGone(id, viewer) ? Problem.GONE.reply() : Problem.UNKNOWN_TASK.reply();
        }
        return viewer.canSee(state.identity()) ? then.apply(state) : Problem.UNKNOWN_TASK.reply();
    }

    /** Whose it was is no longer known, so it is said to those only who see everything. */
    private boolean isGone(String id, Viewer viewer) {
        return viewer.seesEverything() && queries.isGone(id);
    }

    private static Reply accepted(Enum<?> outcome) {
        String body = "{\"ok\":true,\"outcome\":\"" + outcome.name().toLowerCase(Locale.ROOT) + "\"}";
        return Replies.json(202, body.getBytes(StandardCharsets.UTF_8));
    }
}
