package dev.taskcast.http.route;

import dev.taskcast.adapter.Backend;
import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.encode.StateJson;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.filter.Filter;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.Members;
import dev.taskcast.log.ReadableLog;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists the tasks that a viewer sees, a page at a time, in the order of their registration. */
final class Listing {
    private static final Set<String> STATUSES =
            Arrays.stream(TaskStatus.values()).map(TaskStatus::wireName).collect(Collectors.toUnmodifiableSet());
    private static final int PIECE = 256;

    private final Backend backend;

    Listing(Backend backend) {
        this.backend = backend;
    }

    /** What is asked for. */
    private record Wanted(
            Filter filter, Set<String> statuses, @Nullable String words, int limit, long after) {
        boolean matches(TaskState state) {
            TaskIdentity identity = state.identity();
            return filter.matches(identity)
                    && (statuses.isEmpty() || statuses.contains(state.status().wireName()))
                    && (words == null || has(identity.id(), words) || has(identity.title(), words));
        }

        private static boolean has(@Nullable String text, String words) {
            return text != null && text.toLowerCase(Locale.ROOT).contains(words);
        }
    }

    static Filter filter(Query query) {
        return query.all("task").isEmpty()
                        && query.all("type").isEmpty()
                        && query.all("owner").isEmpty()
                        && query.all("tag").isEmpty()
                ? Filter.ALL
                : new Filter(query.set("task"), query.set("type"), query.set("owner"), query.set("tag"));
    }

    Reply list(Query query, Viewer viewer) {
        Long limit = query.number("limit", 1, 1_000, 100);
        Long after = query.number("after", 0, Long.MAX_VALUE, 0);
        Set<String> statuses = query.set("status");
        if (limit == null || after == null || !STATUSES.containsAll(statuses)) {
            return Problem.BAD_PARAMETER.reply();
        }
        String words = query.first("q");
        Wanted wanted = new Wanted(
                filter(query),
                statuses,
                words == null || words.isEmpty() ? null : words.toLowerCase(Locale.ROOT),
                limit.intValue(),
                after);
        return page(wanted, viewer);
    }

    /** The position is from before the rows: a stream from there on misses nothing of them. */
    private Reply page(Wanted wanted, Viewer viewer) {
        ReadableLog log = backend.log();
        long position = log.head();
        List<TaskRow> found = new ArrayList<>();
        long after = wanted.after();
        Members piece;
        do {
            piece = log.members(after, PIECE);
            for (TaskRow row : piece.rows()) {
                after = row.created();
                TaskState state = row.state();
                if (wanted.matches(state) && (viewer.seesEverything() || viewer.canSee(state.identity()))) {
                    if (found.size() == wanted.limit()) {
                        return json(
                                found,
                                found.getLast().created(),
                                position,
                                backend.clock().millis());
                    }
                    found.add(row);
                }
            }
            after = Math.max(after, piece.last());
        } while (!piece.atEnd());
        return json(found, 0, position, backend.clock().millis());
    }

    private Reply json(List<TaskRow> rows, long next, long position, long now) {
        JsonBuffer out = new JsonBuffer(1_024).raw("{\"tasks\":[");
        for (int i = 0; i < rows.size(); i++) {
            out.raw(i == 0 ? "" : ",");
            TaskRow row = rows.get(i);
            StateJson.write(out, backend.queries().shown(row.state(), row.position()));
        }
        out.raw("]");
        if (next > 0) {
            out.raw(",\"next\":\"").number(next).raw("\"");
        }
        out.raw(",\"position\":\"").number(position).raw("\",\"now\":").number(now);
        return Replies.json(200, out.raw("}"));
    }
}
