package dev.taskcast.client;

import dev.taskcast.task.PagePlace;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Says a query as the parameters of a list. */
final class QueryParameters {
    private QueryParameters() {}

    /**
     * Says it. The sort is always named: the answer then tells how many tasks match.
     *
     * @param query which tasks
     * @return values by the names of parameters
     */
    static Map<String, List<String>> of(TaskQuery query) {
        Map<String, List<String>> named = new LinkedHashMap<>();
        put(named, "task", query.ids(), Function.identity());
        put(named, "status", query.statuses(), TaskStatus::wireName);
        put(named, "type", query.types(), Function.identity());
        put(named, "owner", query.owners(), Function.identity());
        put(named, "tag", query.tags(), Function.identity());
        put(named, "queue", query.queues(), Function.identity());
        put(named, "key", query.keys(), Function.identity());
        put(named, "why", query.whys(), Standing.Why::wireName);
        put(named, "error", query.errorKinds(), Function.identity());
        put(named, "since", millis(query.since()), String::valueOf);
        put(named, "until", millis(query.until()), String::valueOf);
        String text = query.text();
        put(named, "q", text == null ? List.of() : List.of(text), Function.identity());
        named.put("sort", List.of(query.sort().wireName()));
        named.put("limit", List.of(String.valueOf(query.limit())));
        PagePlace after = query.after();
        if (after != null) {
            named.put("after", List.of(after.text(query.sort().by())));
        }
        return named;
    }

    private static <T> void put(
            Map<String, List<String>> named, String name, Collection<T> values, Function<T, String> text) {
        if (!values.isEmpty()) {
            named.put(name, values.stream().map(text).sorted().toList());
        }
    }

    private static List<Long> millis(@Nullable Instant time) {
        return time == null ? List.of() : List.of(time.toEpochMilli());
    }
}
