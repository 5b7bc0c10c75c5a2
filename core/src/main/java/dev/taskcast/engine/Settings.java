package dev.taskcast.engine;

import dev.taskcast.codec.TaskCodec;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.RunWrapper;
import dev.taskcast.task.SubmitContext;
import dev.taskcast.task.TaskObserver;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an engine works; valid.
 *
 * @param limits how much of what
 * @param timing how long what takes
 * @param storage where tasks are kept
 * @param debug whether starts and cancels that do nothing are logged
 * @param code what of the application's own goes with every task
 * @param handleKeys sign and check handles, the first one signs; not empty
 * @param declared what the code says of limits
 */
public record Settings(
        Limits limits,
        Timing timing,
        Storage storage,
        boolean debug,
        Code code,
        List<byte[]> handleKeys,
        Map<LimitId, LimitSetting.Values> declared) {
    /** As many slots as there are runs. */
    public static final int ANY_NUMBER = Integer.MAX_VALUE;

    /**
     * What of the application's own goes with every task.
     *
     * @param codec for payloads and results that are not plain, or null
     * @param wrapper goes around each handler
     * @param context hands something of the submitter's to the runs
     * @param observers are told what this node does
     */
    public record Code(
            @Nullable TaskCodec codec, RunWrapper wrapper, SubmitContext context, List<TaskObserver> observers) {}

    /**
     * How much of what.
     *
     * @param maxHistory how many ended tasks may stay; {@code Integer.MAX_VALUE} for all
     * @param maxHistoryAge how long they may stay
     * @param recent how many of those that were submitted the heap holds: the others rest in the store, or are forgotten where it keeps
     *     nothing
     * @param payloadBytes how much of the heap payloads of tasks that wait may take where the store's tables have them
     * @param eventBufferSize how many transitions a reconnect may have missed
     * @param maxPending how many submitted tasks may not have ended; {@code Integer.MAX_VALUE} for any number
     * @param slots how many submitted tasks run at once on this node; {@link #ANY_NUMBER} for no bound
     */
    public record Limits(
            int maxHistory,
            Duration maxHistoryAge,
            int recent,
            long payloadBytes,
            int eventBufferSize,
            int maxPending,
            int slots) {}

    /**
     * Where tasks are kept.
     *
     * @param store where
     * @param nodeName what this node is called in the first place
     * @param timeout how long a caller waits for it
     * @param patience how long the start waits for it
     * @param lease how long a node may not be heard of before its runs are others'
     */
    public record Storage(TaskStore store, String nodeName, Duration timeout, Duration patience, Duration lease) {}

    /**
     * How long what takes.
     *
     * @param progressInterval between two changes of a task's progress; zero makes every report an event
     * @param closeTimeout how long closing waits for handlers
     * @param clock all time
     */
    public record Timing(Duration progressInterval, Duration closeTimeout, TaskClock clock) {}
}
