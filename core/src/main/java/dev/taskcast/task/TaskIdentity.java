package dev.taskcast.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task is, whatever its status. Does not change after the task was made.
 *
 * @param id the task's id, unique among the tasks of one manager
 * @param type the name of the code that runs it; equal to the id for a task made by {@code register}
 * @param title a name for people, or null
 * @param description a sentence for people, or null
 * @param owner whom the task belongs to, in the application's own terms, or null
 * @param tags the application's own labels, without duplicates, in the order given; immutable
 */
public record TaskIdentity(
        String id,
        String type,
        @Nullable String title,
        @Nullable String description,
        @Nullable String owner,
        List<String> tags) {

    /** Makes the tags immutable. */
    public TaskIdentity {
        tags = List.copyOf(tags);
    }
}
