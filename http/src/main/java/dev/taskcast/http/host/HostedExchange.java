package dev.taskcast.http.host;

import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.pump.PumpLoop;
import dev.taskcast.http.pump.PumpedStream;
import dev.taskcast.http.pump.Sink;
import dev.taskcast.thread.Insist;
import dev.taskcast.thread.SafeLog;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A request of a host and what it is answered with: a whole answer, or a stream. A framework brings the rest: how its response is written to.
 * Of the exchange's {@linkplain #loop loop}, where nothing else is said.
 *
 * <p>From the framework's thread call {@link #begin}, then {@link #ask}; where there is a body, {@link #awaitBody} in between. The answer is
 * given to {@link #answer}. However the response ends, call {@link #over}.
 */
public abstract class HostedExchange implements Sink {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog FAILED = new SafeLog(LOG, System.Logger.Level.ERROR, "An answer failed");
    private static final SafeLog UNDELIVERED = new SafeLog(
            LOG, System.Logger.Level.ERROR, "To pass the end of a response on has failed, and is tried again");

    private final EndpointHost host;
    private final Lane lane;
    private volatile long deadlineNanos; // 0 for none
    private volatile @Nullable HeldRequest request; // until it is answered
    private @Nullable PumpedStream stream;
    private int index = -1; // among those of the lane

    /**
     * An exchange on one of the host's loops.
     *
     * @param host whose
     * @param request without its body
     */
    protected HostedExchange(EndpointHost host, HeldRequest request) {
        this.host = host;
        this.request = request;
        lane = host.lane();
    }

    Lane lane() {
        return lane;
    }

    int index() {
        return index;
    }

    void index(int newIndex) {
        index = newIndex;
    }

    /**
     * The host.
     *
     * @return whose exchange this is
     */
    protected final EndpointHost host() {
        return host;
    }

    /**
     * Where the response is written to. From any thread.
     *
     * @return always the same one
     */
    protected final PumpLoop loop() {
        return lane.loop();
    }

    /**
     * Has something done on the loop; where that has ended, the connection ends. From any thread.
     *
     * @param work short; does not block or throw
     */
    protected final void later(Runnable work) {
        boolean ignored = host.deliver(this, work);
    }

    /**
     * Counts this among the exchanges that the host looks after. From any thread.
     *
     * @throws RejectedExecutionException if the host has ended
     */
    protected final void begin() {
        lane.loop().execute(() -> lane.add(this));
    }

    /** From now on the body has to come within the deadline; else it is {@linkplain #refuseBody refused}. From any thread. */
    protected final void awaitBody() {
        deadlineNanos = host.deadline(host.settings().requestDeadline());
    }

    /**
     * Has the request answered. Nothing happens where that was done. From any thread.
     *
     * @param body empty where there is none; not to be changed
     */
    protected final void ask(byte[] body) {
        HeldRequest held = request;
        if (held != null) {
            deadlineNanos = 0;
            host.answer(this, body.length == 0 ? held : held.with(body));
        }
    }

    /** Answers that the body is too long, and that nothing comes after that. From any thread. */
    protected final void refuseBody() {
        later(() -> refuse(Problem.BODY_TOO_LARGE));
    }

    /**
     * Whether nothing has been answered yet, and may still be. From any thread.
     *
     * @return false from the answer or the end on
     */
    protected final boolean isAsked() {
        return request != null && !isOver();
    }

    /** Answers and ends the connection: where the next request begins is not known. */
    private void refuse(Problem problem) {
        HeldRequest held = request;
        if (held != null && isAsked()) {
            go(host.refuse(held, problem), held, true);
        }
    }

    /** Answers. Whatever the reply is, it is taken care of. */
    void send(Reply reply) {
        boolean isTaken = false;
        try {
            HeldRequest held = request;
            isTaken = held != null && isAsked() && take(reply, held);
        } catch (Throwable t) {
            FAILED.log(t);
            fail();
        } finally {
            if (!isTaken) {
                EndpointHost.drop(reply);
            }
        }
    }

    private boolean take(Reply reply, HeldRequest held) {
        switch (reply) {
            case Reply.Full full -> go(full, held, false);
            case Reply.Stream begun -> {
                if (!host.limits().count().enter()) {
                    go(host.refuse(held, Problem.TOO_MANY_STREAMS), held, false);
                    return false;
                }
                take(begun, held);
            }
        }
        return true;
    }

    private void take(Reply.Stream begun, HeldRequest held) {
        try {
            stream = lane.pump().stream(begun.session(), this);
        } finally {
            if (stream == null) {
                host.limits().count().leave(); // else the stream does so when it is closed
            }
        }
        go(begun, held, true); // a stream ends with its connection
    }

    private void go(Reply reply, HeldRequest held, boolean isLast) {
        request = null;
        deadlineNanos = host.deadline(host.settings().writeDeadline());
        answer(reply, held, isLast);
    }

    /**
     * Begins to send an answer: of a stream the head, and {@link #stream} has the rest.
     *
     * @param reply a whole answer, or a stream
     * @param to what is answered
     * @param isLast whether the connection is to end with it
     */
    protected abstract void answer(Reply reply, HeldRequest to, boolean isLast);

    /** Ends with a status that says that something failed, where nothing has been sent yet. Must not throw. */
    protected abstract void fail();

    /**
     * Whether the response has ended. From any thread.
     *
     * @return true from then on
     */
    protected abstract boolean isOver();

    /** Ends the connection at once, also where there is no stream. From any thread. */
    @Override
    public abstract void cut();

    /**
     * The stream.
     *
     * @return null where the answer is none
     */
    protected final @Nullable PumpedStream stream() {
        return stream;
    }

    /** The head of a stream is taken: from here on all deadlines are the pump's. */
    protected final void beginStream() {
        PumpedStream begun = stream;
        if (begun != null) {
            deadlineNanos = 0;
            begun.begin();
        }
    }

    void care(long now) {
        long deadline = deadlineNanos;
        if (deadline == 0 || now - deadline < 0) {
            return;
        }
        if (isAsked()) {
            refuse(Problem.REQUEST_TIMEOUT);
        } else {
            cut();
        }
    }

    /** Says that the response has ended, in whatever way. From any thread. Idempotent. */
    protected final void over() {
        Insist.on(UNDELIVERED, () -> {
            try {
                lane.loop().execute(this::leave);
            } catch (RejectedExecutionException ended) {
                leave(); // nothing else goes on there
            }
        });
    }

    private void leave() {
        lane.remove(this);
        request = null;
        PumpedStream ended = stream;
        if (ended != null) {
            ended.closed();
        }
    }
}
