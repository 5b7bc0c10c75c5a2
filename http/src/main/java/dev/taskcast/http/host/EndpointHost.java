package dev.taskcast.http.host;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.pump.RequestThreads;
import dev.taskcast.http.pump.StreamCount;
import dev.taskcast.http.pump.StreamLimits;
import dev.taskcast.http.pump.StreamPump;
import dev.taskcast.thread.Insist;
import dev.taskcast.thread.SafeLog;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * What serves an endpoint within a framework: requests are answered on request threads, written on loops, and a stream goes to its loop's
 * pump, which hints from the log wake. Thread-safe.
 */
public final class EndpointHost implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog UNDELIVERED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "To pass an answer on has failed, and is tried again");
    private static final SafeLog REQUEST_FAILED = new SafeLog(LOG, System.Logger.Level.ERROR, "A request failed");
    private static final Reply FAILED = Problem.INTERNAL.reply(); // made before there is no memory to make it
    private static final int LANES = Math.min(4, Runtime.getRuntime().availableProcessors());
    private static final long CARE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LAST_NANOS = TimeUnit.MILLISECONDS.toNanos(700); // a goodbye has 500
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final Duration LAST_STEPS = Duration.ofSeconds(1);

    private final TaskEndpoint endpoint;
    private final HostSettings settings;
    private final RequestThreads requestThreads = new RequestThreads();
    private final StreamLimits limits;
    private final List<Lane> lanes = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final List<Runnable> hooks = new ArrayList<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private EndpointHost(TaskEndpoint endpoint, HostSettings settings, String name) {
        this.endpoint = endpoint;
        this.settings = settings;
        ThreadMaker threads = ThreadMaker.here();
        limits = new StreamLimits(
                new StreamCount(settings.maxStreams()),
                settings.writeDeadline().toNanos(),
                settings.maxStreamAge().toNanos(),
                requestThreads,
                TaskClock.system());
        for (int i = 1; i <= LANES; i++) {
            WriteLoop loop = new WriteLoop(threads, name + "-" + i);
            Lane lane = new Lane(loop, new StreamPump(loop, limits, endpoint::dispatch));
            loop.repeat(CARE_NANOS, () -> lane.care(System.nanoTime()));
            lanes.add(lane);
        }
    }

    /**
     * Starts one.
     *
     * @param endpoint what it serves
     * @param settings what holds for its requests
     * @param name what the names of its loops' threads begin with
     * @return to be closed
     * @throws IllegalStateException if the manager is closed
     */
    public static EndpointHost start(TaskEndpoint endpoint, HostSettings settings, String name) {
        EndpointHost host = new EndpointHost(endpoint, settings, name);
        host.lanes.forEach(lane -> lane.loop().start());
        try {
            host.lanes.forEach(lane -> host.hooks.add(endpoint.onHint(lane.pump()::hint)));
            host.hooks.add(endpoint.onClose(host::close));
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
        return host;
    }

    /**
     * The endpoint.
     *
     * @return what this serves
     */
    public TaskEndpoint endpoint() {
        return endpoint;
    }

    HostSettings settings() {
        return settings;
    }

    StreamLimits limits() {
        return limits;
    }

    /** For one more exchange. */
    Lane lane() {
        return lanes.get(Math.floorMod(next.getAndIncrement(), lanes.size()));
    }

    /**
     * Whether it ends or has ended.
     *
     * @return true from the first {@link #close} on
     */
    public boolean isClosed() {
        return closing.get();
    }

    /**
     * Whether no request and no stream is left.
     *
     * @return false as long as a response has not ended
     */
    public boolean isIdle() {
        return lanes.stream().allMatch(Lane::isEmpty);
    }

    /** When something that may take so long from now on is too late; never 0. */
    long deadline(Duration after) {
        long nanos = System.nanoTime() + after.toNanos();
        return nanos == 0 ? 1 : nanos;
    }

    /**
     * What a request is answered with that is not even asked.
     *
     * @param request which
     * @param problem why
     * @return the problem, as the endpoint says it
     */
    public Reply.Full refuse(HeldRequest request, Problem problem) {
        return endpoint.refuse(request, problem);
    }

    /** Has a request answered where that may block. From any thread. */
    void answer(HostedExchange exchange, HeldRequest request) {
        try {
            requestThreads.execute(() -> {
                Reply reply = reply(request);
                Insist.on(UNDELIVERED, () -> deliver(exchange, reply));
            });
        } catch (RejectedExecutionException | OutOfMemoryError tooMuch) { // an error where there can be no more threads
            deliver(exchange, refuse(request, isClosed() ? Problem.CLOSED : Problem.BUSY));
        }
    }

    /** Always one: somebody waits for it. */
    private Reply reply(HeldRequest request) {
        try {
            return endpoint.answer(request);
        } catch (Throwable t) {
            REQUEST_FAILED.log(t);
            return FAILED;
        }
    }

    private void deliver(HostedExchange exchange, Reply reply) {
        if (!deliver(exchange, () -> exchange.send(reply))) {
            drop(reply);
        }
    }

    /** Has something done on an exchange's loop; false where that has ended, and the exchange with it. */
    boolean deliver(HostedExchange exchange, Runnable work) {
        try {
            exchange.lane().loop().execute(work);
            return true;
        } catch (RejectedExecutionException ended) {
            exchange.cut();
            return false;
        }
    }

    /** Nobody takes it. */
    static void drop(Reply reply) {
        if (reply instanceof Reply.Stream stream) {
            stream.session().close();
        }
    }

    /**
     * Says goodbye to the viewers, has the requests under way answered, and ends the threads: within a second where no request hangs, and
     * within a few seconds in any case. Idempotent; a second caller waits for the first.
     */
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            awaitClosed();
            return;
        }
        try {
            hooks.forEach(Runnable::run);
            lanes.forEach(lane -> attempt(lane, lane.pump()::end));
            requestThreads.close();
            awaitLast();
            lanes.forEach(lane -> attempt(lane, lane::close));
            lanes.forEach(lane -> {
                boolean ignored = lane.loop().close(LAST_STEPS);
            });
        } finally {
            closed.countDown();
        }
    }

    private static void attempt(Lane lane, Runnable work) {
        try {
            lane.loop().execute(work);
        } catch (RejectedExecutionException ended) {
            // all of it was over
        }
    }

    /** Until all that was said last is taken, for a moment at the most. */
    private void awaitLast() {
        long end = System.nanoTime() + LAST_NANOS;
        while (!isIdle() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
    }

    private void awaitClosed() {
        try {
            boolean ignored =
                    closed.await(10, TimeUnit.SECONDS); // bounded: who closes may be waiting for this very thread
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
