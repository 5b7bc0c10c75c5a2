package dev.taskcast.engine;

import dev.taskcast.log.EventLog;
import dev.taskcast.subscribe.ListenerSubscription;
import dev.taskcast.task.TaskListener;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The application's own listeners. Thread-safe. */
final class Subscriptions {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    /** Those that call no listener end at once, but not in no time. */
    private static final long LEAST_NANOS = 100_000_000;

    private final EventLog log;
    private final TaskClock clock;
    private final ThreadMaker threads;
    private final Set<ListenerSubscription> all = ConcurrentHashMap.newKeySet();

    Subscriptions(EventLog log, TaskClock clock, ThreadMaker threads) {
        this.log = log;
        this.clock = clock;
        this.threads = threads;
    }

    ListenerSubscription add(TaskListener listener) {
        all.removeIf(ListenerSubscription::hasEnded);
        ListenerSubscription added = new ListenerSubscription(log, listener, threads, all::remove, this::isListeners);
        all.add(added);
        added.start();
        return added;
    }

    /** Whether there is one. */
    boolean isAny() {
        return all.stream().anyMatch(subscription -> !subscription.isStopped());
    }

    /** Whether a listener is being called on a thread. */
    boolean isListeners(Thread thread) {
        return all.stream().anyMatch(subscription -> subscription.isOn(thread));
    }

    /** No listener is called any more, but for what is under way. */
    void stop() {
        all.forEach(ListenerSubscription::stop);
    }

    /** Waits for what is under way, so long for all of them. */
    void close(Duration patience) {
        long deadline = clock.nanos() + Math.max(patience.toNanos(), LEAST_NANOS);
        for (ListenerSubscription subscription : all) {
            if (!subscription.close(Duration.ofNanos(Math.max(1, deadline - clock.nanos())))) {
                LOG.log(System.Logger.Level.WARNING, "A subscriber's listener still goes on after the close");
            }
        }
    }
}
