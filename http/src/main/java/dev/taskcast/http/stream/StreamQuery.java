package dev.taskcast.http.stream;

import dev.taskcast.http.filter.Filter;
import java.util.List;

/**
 * What a stream is asked for.
 *
 * @param filter which tasks
 * @param logs the ids of the tasks whose lines are wanted
 * @param isFromNow whether it begins with what happens next, and is told nothing of what is there
 * @param isCounted whether it is told how many tasks are how: only for viewers who see everything
 */
public record StreamQuery(Filter filter, List<String> logs, boolean isFromNow, boolean isCounted) {
    /** Makes the list immutable. */
    public StreamQuery {
        logs = List.copyOf(logs);
    }
}
