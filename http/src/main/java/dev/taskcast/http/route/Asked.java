package dev.taskcast.http.route;

import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.task.PagePlace;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which tasks the parameters of a list ask for. None of the words of a problem come from the request. */
final class Asked {
    private static final Map<String, TaskStatus> STATUSES = byName(TaskStatus.values(), TaskStatus::wireName);
    private static final Map<String, Standing.Why> WHYS = byName(Standing.Why.values(), Standing.Why::wireName);
    private static final String SORTS = names(TaskSort.values(), TaskSort::wireName);

    private Asked() {}

    /** A parameter has a value that it can't have. */
    static final class BadValueException extends Exception {
        private static final long serialVersionUID = 1L;

        BadValueException(String words) {
            super(words, null, false, false);
        }

        Reply problem() {
            return Problem.BAD_PARAMETER.reply(String.valueOf(getMessage()));
        }
    }

    private static <T> Map<String, T> byName(T[] values, Function<T, String> name) {
        return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(name, Function.identity()));
    }

    private static <T> String names(T[] values, Function<T, String> name) {
        return Arrays.stream(values).map(name).collect(Collectors.joining(", "));
    }

    static TaskQuery of(Query query) throws BadValueException {
        String sortName = query.first("sort");
        TaskSort sort = sortName == null
                ? TaskSort.CREATED
                : TaskSort.of(sortName).orElseThrow(() -> new BadValueException("sort must be one of " + SORTS + "."));
        TaskQuery.Builder wanted = TaskQuery.builder()
                .ids(values(query, "task"))
                .types(values(query, "type"))
                .owners(values(query, "owner"))
                .tags(values(query, "tag"))
                .queues(values(query, "queue"))
                .keys(values(query, "key"))
                .errorKinds(values(query, "error"))
                .sort(sort)
                .limit((int) number(query, "limit", 1, TaskQuery.MAX_LIMIT, TaskQuery.DEFAULT_LIMIT));
        for (String status : query.all("status")) {
            wanted.statuses(one(STATUSES, status, "status", names(TaskStatus.values(), TaskStatus::wireName)));
        }
        for (String why : query.all("why")) {
            wanted.whys(one(WHYS, why, "why", names(Standing.Why.values(), Standing.Why::wireName)));
        }
        String words = query.first("q");
        if (words != null && !words.isEmpty()) {
            wanted.text(atMost(words));
        }
        times(query, wanted);
        wanted.after(after(query, sort));
        return wanted.build();
    }

    private static String atMost(String words) throws BadValueException {
        if (words.length() > TaskQuery.MAX_TEXT) {
            throw new BadValueException("q must have at most " + TaskQuery.MAX_TEXT + " characters.");
        }
        return words;
    }

    private static void times(Query query, TaskQuery.Builder wanted) throws BadValueException {
        long since = number(query, "since", 0, Long.MAX_VALUE, 0);
        long until = number(query, "until", 0, Long.MAX_VALUE, Long.MAX_VALUE);
        if (until < since) {
            throw new BadValueException("until must not be before since.");
        }
        if (query.first("since") != null) {
            wanted.since(Instant.ofEpochMilli(since));
        }
        if (query.first("until") != null) {
            wanted.until(Instant.ofEpochMilli(until));
        }
    }

    private static @Nullable String after(Query query, TaskSort sort) throws BadValueException {
        String after = query.first("after");
        if (after == null) {
            return null;
        }
        PagePlace place = PagePlace.of(after, sort.by())
                .orElseThrow(() -> new BadValueException("after must be the next of a page with a sort by the same."));
        return place.text(sort.by());
    }

    static long number(Query query, String name, long least, long most, long otherwise) throws BadValueException {
        Long number = query.number(name, least, most, otherwise);
        if (number == null) {
            throw new BadValueException(
                    most == Long.MAX_VALUE
                            ? name + " must be a whole number of milliseconds."
                            : name + " must be a whole number from " + least + " to " + most + ".");
        }
        return number;
    }

    private static <T> T one(Map<String, T> byName, String value, String parameter, String names)
            throws BadValueException {
        T one = byName.get(value);
        if (one == null) {
            throw new BadValueException(parameter + " must be one of " + names + ".");
        }
        return one;
    }

    private static String[] values(Query query, String name) throws BadValueException {
        if (query.set(name).size() > TaskQuery.MAX_VALUES) {
            throw new BadValueException(name + " must have at most " + TaskQuery.MAX_VALUES + " values.");
        }
        return query.all(name).toArray(String[]::new);
    }
}
