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
 * @param turn what decides when it is its turn to run
 */
public record TaskIdentity(
        String id,
        String type,
        @Nullable String title,
        @Nullable String description,
        @Nullable String owner,
        List<String> tags,
        Turn turn) {

    /** Makes the tags immutable. */
    public TaskIdentity {
        tags = List.copyOf(tags);
    }

    /**
     * In the default queue.
     *
     * @param id the task's id
     * @param type the name of the code that runs it
     * @param title a name for people, or null
     * @param description a sentence for people, or null
     * @param owner whom the task belongs to, or null
     * @param tags the application's own labels
     */
    public TaskIdentity(
            String id,
            String type,
            @Nullable String title,
            @Nullable String description,
            @Nullable String owner,
            List<String> tags) {
        this(id, type, title, description, owner, tags, Turn.DEFAULT);
    }
}
