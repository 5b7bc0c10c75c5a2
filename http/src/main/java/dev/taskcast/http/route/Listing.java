package dev.taskcast.http.route;

import dev.taskcast.adapter.Backend;
import dev.taskcast.adapter.Queries;
import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.encode.StateJson;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.filter.Filter;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.TaskFinder;
import dev.taskcast.task.PagePlace;
import dev.taskcast.task.TaskQuery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the tasks that a viewer sees, a page at a time. */
final class Listing {
    private final Backend backend;

    Listing(Backend backend) {
        this.backend = backend;
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
        TaskQuery wanted;
        try {
            wanted = Asked.of(query);
        } catch (Asked.BadValueException bad) {
            return bad.problem();
        }
        Queries queries = backend.queries();
        TaskFinder.Found found = queries.find(wanted, viewer.seesEverything() ? null : viewer::canSee);
        // What others may see is not told, also not by a number; and to ask for each task would cost too much.
        boolean isCounted = query.first("sort") != null && viewer.seesEverything();
        return json(wanted, found, isCounted ? queries.count(wanted) : null);
    }

    private Reply json(TaskQuery wanted, TaskFinder.Found found, TaskFinder.@Nullable Count count) {
        JsonBuffer out = new JsonBuffer(1_024).raw("{\"tasks\":[");
        List<TaskRow> rows = found.rows();
        for (int i = 0; i < rows.size(); i++) {
            out.raw(i == 0 ? "" : ",");
            TaskRow row = rows.get(i);
            StateJson.write(out, backend.queries().shown(row.state(), row.position()));
        }
        out.raw("]");
        PagePlace next = found.next();
        if (next != null) {
            out.raw(",\"next\":").string(next.text(wanted.sort().by()));
        }
        if (found.isPartial()) {
            out.raw(",\"partial\":true");
        }
        if (count != null) {
            out.raw(",\"about\":").number(count.about());
            out.raw(count.isMore() ? ",\"aboutMore\":true" : "");
        }
        out.raw(",\"position\":\"").number(found.position()).raw("\",\"now\":");
        return Replies.json(200, out.number(backend.clock().millis()).raw("}"));
    }
}
