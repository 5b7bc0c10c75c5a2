package dev.taskcast.slf4j;

import dev.taskcast.task.RunWrapper;
import org.slf4j.MDC;

/**
 * Puts a run's task into SLF4J's MDC, on the handler's own thread and for as long as it is called: so each line that the handler logs can say
 * whose it is.
 *
 * <pre>{@code
 * TaskManager.builder().runWrapper(new TaskMdc()).build();
 * }</pre>
 *
 * <p>Threads that a handler makes itself have what its logging gives them. With another wrapper: {@code new TaskMdc().with(other)}.
 * Thread-safe.
 */
public final class TaskMdc implements RunWrapper {
    /** The key of the task's id. */
    public static final String TASK = "task.id";

    /** The key of its type. */
    public static final String TYPE = "task.type";

    /** The key of the run's number, from 1. */
    public static final String RUN = "task.run";

    /** Of every manager. */
    public TaskMdc() {}

    @Override
    public void around(Wrapped run, Handler handler) throws Exception {
        MDC.put(TASK, run.identity().id());
        MDC.put(TYPE, run.identity().type());
        MDC.put(RUN, Integer.toString(run.run()));
        try {
            handler.call();
        } finally {
            MDC.remove(TASK);
            MDC.remove(TYPE);
            MDC.remove(RUN);
        }
    }
}
