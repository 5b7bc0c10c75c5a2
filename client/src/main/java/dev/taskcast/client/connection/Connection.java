package dev.taskcast.client.connection;

import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.thread.SafeLog;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Connects, and again whenever the connection is lost, on a thread of its own: a stream, or lists where something holds the stream back, and
 * then a wait. All of that is told to a {@link TaskView}. Thread-safe.
 */
public final class Connection {
    private static final SafeLog FAILED = new SafeLog(
            System.getLogger("dev.taskcast.client"), System.Logger.Level.ERROR, "A connection of a task source failed");
    private static final long LAST_RESORT_NANOS = 1_000_000_000L; // where it can't even be lost in order
    private static final int OFFLINE_AFTER = 3; // failures in a row
    private static final int TOO_MANY_REQUESTS = 429;

    private final StreamAttempt.Means means;
    private final Delays delays;
    private final RandomGenerator random;
    private final Polling polling;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();

    // Under the lock.
    private @Nullable StreamAttempt attempt; // under way
    private boolean anew; // somebody wants another connection
    private boolean closed;
    private boolean timeIsUp;

    // Of the thread.
    private int failures; // in a row
    private boolean isFirst = true;
    private Optional<String> viewer = Optional.empty(); // of the connection before
    private boolean hadViewer; // there was one before

    /**
     * A connection that is not made yet.
     *
     * @param endpoint what it connects to
     * @param view is told
     * @param delays how long it waits
     * @param clock measures that
     * @param timers wake it
     * @param random draws the times
     */
    public Connection(
            Endpoint endpoint,
            TaskView view,
            Delays delays,
            TaskClock clock,
            TaskClock.Timers timers,
            RandomGenerator random) {
        ThreadMaker threads = ThreadMaker.here();
        means = new StreamAttempt.Means(endpoint, view, new Silence(), clock, timers, threads);
        this.delays = delays;
        this.random = random;
        polling = new Polling(endpoint, view, clock);
        thread = threads.platform("taskcast-client", this::run);
    }

    /** Connects, on its own thread. */
    public void start() {
        thread.start();
    }

    /** Connects anew at once, also where it waits or was denied. */
    public void reconnect() {
        means.view().notDenied();
        nudge(false);
    }

    /** Ends it for good. Does not wait. Idempotent. */
    public void close() {
        nudge(true);
        means.view().become(ConnectionState.CLOSED);
    }

    private void nudge(boolean forGood) {
        lock.lock();
        try {
            anew = true;
            closed |= forGood;
            if (attempt != null) {
                attempt.giveUp(new StreamEnd.GivenUp());
            }
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!isClosed()) {
            try {
                connect();
            } catch (InterruptedException e) {
                // nobody of ours interrupts it
            } catch (Throwable t) { // no memory, or a defect: the next try may do
                lostAfter(t);
            }
        }
    }

    private void lostAfter(Throwable t) {
        try {
            FAILED.log(t);
            lost(new TaskRequestException("The connection failed: " + t, TaskRequestException.UNREACHABLE, t), null);
        } catch (InterruptedException e) {
            // as above
        } catch (Throwable again) { // not even memory to say so
            LockSupport.parkNanos(LAST_RESORT_NANOS);
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed || means.view().state() == ConnectionState.CLOSED;
        } finally {
            lock.unlock();
        }
    }

    private void connect() throws InterruptedException {
        means.view().again();
        StreamAttempt own = begin();
        if (own == null) {
            return;
        }
        StreamEnd end;
        try {
            end = own.run(this::isAnother);
        } finally {
            ended();
        }
        isFirst = false;
        if (own.wasStable()) {
            failures = 0;
        }
        switch (end) {
            case StreamEnd.Lost lost -> lost(lost.error(), own.retryMillis());
            case StreamEnd.HeldBack held -> poll(held);
            case StreamEnd.GivenUp none -> {}
        }
    }

    private @Nullable StreamAttempt begin() {
        StreamAttempt own = new StreamAttempt(means, isFirst);
        lock.lock();
        try {
            anew = false;
            attempt = closed ? null : own;
            return attempt;
        } finally {
            lock.unlock();
        }
    }

    private void ended() {
        lock.lock();
        try {
            attempt = null;
        } finally {
            lock.unlock();
        }
    }

    /** Whoever has logged in after somebody else is to see nothing of theirs. */
    private boolean isAnother(Optional<String> now) {
        boolean another = hadViewer && !viewer.equals(now);
        viewer = now;
        hadViewer = true;
        return another;
    }

    private void poll(StreamEnd.HeldBack held) throws InterruptedException {
        means.view().buffered(true);
        TaskRequestException denied;
        try {
            denied = polling.run(held.list(), this::pause);
        } finally {
            means.view().buffered(false);
        }
        if (denied != null) {
            lost(denied, null);
        }
    }

    private void lost(@Nullable TaskRequestException error, @Nullable Long retryMillis) throws InterruptedException {
        if (isWantedAnew()) {
            return; // whatever became of the one before
        }
        TaskView view = means.view();
        if (error != null) {
            view.failed(error);
        }
        int status = error == null ? 0 : error.status();
        boolean isDenied = error != null && error.isDenied();
        if (isDenied) {
            view.become(ConnectionState.DENIED);
            awaitNudge();
            return;
        }
        failures++;
        if (status == 204 || delays.isExhausted(failures)) {
            close();
            return;
        }
        Duration retryAfter = error == null ? null : error.retryAfter().orElse(null);
        boolean isAway = failures > OFFLINE_AFTER || (status > 0 && status < 500 && status != TOO_MANY_REQUESTS);
        if (isAway) {
            view.become(ConnectionState.OFFLINE);
        } else if (view.state() != ConnectionState.CONNECTING) {
            view.become(ConnectionState.RECONNECTING);
        }
        boolean ignored = pause(delays.next(failures, retryMillis, retryAfter, random));
    }

    private boolean isWantedAnew() {
        lock.lock();
        try {
            return anew;
        } finally {
            lock.unlock();
        }
    }

    /** False where somebody wants another connection, or none any more. */
    private boolean pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            timeIsUp = false;
            TaskClock.Timer timer = means.timers().after(time, this::timeIsUp);
            try {
                while (!anew && !closed && !timeIsUp) {
                    wake.await();
                }
            } finally {
                timer.cancel();
            }
            return !anew && !closed;
        } finally {
            lock.unlock();
        }
    }

    private void timeIsUp() {
        lock.lock();
        try {
            timeIsUp = true;
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitNudge() throws InterruptedException {
        lock.lock();
        try {
            while (!anew && !closed) {
                wake.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
