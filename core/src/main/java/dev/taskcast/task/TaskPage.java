package dev.taskcast.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the tasks that a {@link TaskQuery} asks for. Immutable.
 *
 * @param states the tasks as they are, in the order that was asked for; immutable
 * @param next what the next page comes {@linkplain TaskQuery.Builder#after after}; null where there is none
 * @param position the position of the log from which on changes may be missing here: whoever reads on from there misses none
 * @param about how many tasks match, on all pages; exact up to {@link TaskQuery#COUNT}
 * @param isAboutMore whether there are more than {@code about}, or may be: beyond {@link TaskQuery#COUNT}, and where the search in texts
 *     has been broken off
 * @param isPartial whether the search was broken off before the page was full: it may have fewer tasks than match, or none, and {@code next}
 *     says where the search goes on. Without a {@code next}: the store can't be asked at present, and the pages have what is in memory
 */
public record TaskPage(
        List<TaskState> states,
        @Nullable String next,
        long position,
        long about,
        boolean isAboutMore,
        boolean isPartial) {
    /** Makes the states immutable. */
    public TaskPage {
        states = List.copyOf(states);
    }
}
