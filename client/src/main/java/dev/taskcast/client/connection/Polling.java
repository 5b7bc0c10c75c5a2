package dev.taskcast.client.connection;

import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.client.live.Received;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For where something in between holds the stream back: asks for the list again and again. */
final class Polling {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration RETRY_STREAM = Duration.ofMinutes(5);
    private static final int NO_CONTENT = 204; // the end, for good
    private static final int MAX_BEHIND = 5; // lists in a row

    private final Endpoint endpoint;
    private final TaskView view;
    private final TaskClock clock;
    private int behind; // how many lists in a row were older than what is known

    Polling(Endpoint endpoint, TaskView view, TaskClock clock) {
        this.endpoint = endpoint;
        this.view = view;
        this.clock = clock;
    }

    /** Waits. */
    interface Pause {
        /** False where the wait was ended early: somebody wants another connection, or none. */
        boolean pause(Duration time) throws InterruptedException;
    }

    /**
     * Polls, until the stream is to be tried again.
     *
     * @return why it can't go on, or null
     */
    @Nullable
    TaskRequestException run(List<Received> first, Pause pause) throws InterruptedException {
        long since = clock.nanos();
        behind = 0;
        Duration wait = take(first);
        while (pause.pause(wait) && clock.nanos() - since < RETRY_STREAM.toNanos()) {
            try {
                wait = take(endpoint.list(clock));
            } catch (TaskRequestException e) {
                if (e.isDenied() || e.status() == NO_CONTENT) {
                    return e;
                }
                view.failed(e);
                view.become(ConnectionState.OFFLINE);
                wait = waitAfter(e);
            }
        }
        return null;
    }

    /** One from a node that is behind is waited for. Where it stays so, the server has begun anew. */
    private Duration take(List<Received> list) {
        if (view.isBehind(list) && behind < MAX_BEHIND) {
            behind++;
            return EVERY;
        }
        behind = 0;
        view.begin();
        boolean ignored = view.take(list, true);
        return EVERY;
    }

    private static Duration waitAfter(TaskRequestException e) {
        Duration asked = e.retryAfter().orElse(EVERY);
        return asked.compareTo(EVERY) < 0 ? EVERY : asked.compareTo(RETRY_STREAM) > 0 ? RETRY_STREAM : asked;
    }
}
