package dev.taskcast.client.live;

import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.task.TaskState;
import org.jspecify.annotations.Nullable;

/** Is told what becomes of the tasks. */
public interface LiveSink {
    /**
     * A task has another state, or is gone.
     *
     * @param id which
     * @param state its newest state, or null where it is gone
     */
    void changed(String id, @Nullable TaskState state);

    /**
     * A message has come, and was taken.
     *
     * @param message which
     */
    void message(TaskMessage message);

    /**
     * The server has told its time.
     *
     * @param now in epoch milliseconds; 0 where it does not say
     */
    void time(long now);

    /** What is there is true from here on. */
    void live();
}
