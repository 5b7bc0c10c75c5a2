package dev.taskcast.cli.watch;

import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.task.TaskState;
import java.time.Instant;

/** Shows what is watched. Called on one thread. */
public interface View extends AutoCloseable {
    /**
     * A task has changed, or is seen for the first time.
     *
     * @param state as it is now
     * @param isEnd whether it has ended while it was watched, or is waited for
     */
    void changed(TaskState state, boolean isEnd);

    /**
     * A task is gone.
     *
     * @param id which
     */
    void gone(String id);

    /**
     * A run has logged lines.
     *
     * @param lines which
     */
    void logged(TaskMessage.Logged lines);

    /**
     * What is shown is true from now on.
     *
     * @param isAgain whether the connection was lost
     */
    void connected(boolean isAgain);

    /**
     * The connection is lost, and is tried again.
     *
     * @param words what is wrong
     */
    void lost(String words);

    /**
     * Time has passed: shows what is due.
     *
     * @param now the server's time
     */
    void tick(Instant now);

    /**
     * How long until it wants to be told of the time again.
     *
     * @return milliseconds
     */
    long restMillis();

    /** Shows what there is for the last time. Idempotent. */
    @Override
    void close();
}
