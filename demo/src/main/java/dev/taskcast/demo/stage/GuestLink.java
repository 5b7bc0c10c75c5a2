package dev.taskcast.demo.stage;

import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskId;
import java.time.Duration;

/**
 * A link for somebody without a login.
 *
 * @param task that it shows
 * @param path where; what is behind the number sign is sent to no server with the page's request
 * @param minutes that it is good for
 */
public record GuestLink(String task, String path, int minutes) {
    private static final int MOST_MINUTES = 60;

    /**
     * What is wished for.
     *
     * @param task its id
     * @param minutes from 1 to 60
     */
    public record Wish(String task, int minutes) {
        void check() {
            TaskId.requireValid(task);
            if (minutes < 1 || minutes > MOST_MINUTES) {
                throw new IllegalArgumentException("minutes must be from 1 to 60, got: " + minutes);
            }
        }
    }

    static GuestLink sign(TaskManager tasks, Wish wish) {
        String handle = tasks.handle(wish.task, Duration.ofMinutes(wish.minutes));
        return new GuestLink(wish.task, "/guest#" + wish.task + "/" + handle, wish.minutes);
    }
}
