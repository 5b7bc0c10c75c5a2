package dev.taskcast.servlet;

import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.pump.PumpedStream;
import dev.taskcast.http.pump.Sink;
import dev.taskcast.thread.SafeLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request and what it is answered with: a whole answer, or a stream. Of its lane's loop, where nothing else is said. */
final class Exchange implements Sink {
    private enum State {
        ASKED, // the request is read, or being answered
        ANSWERING,
        STREAMING,
        ENDING // a stream whose goodbye waits until the connection takes it
    }

    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog FAILED = new SafeLog(LOG, System.Logger.Level.ERROR, "An answer failed");
    private static final long GOODBYE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int PIECE_BYTES = 32 * 1024;
    /** Written last, once the rest is taken: a container may block a thread for what is left when a response is completed. */
    private static final int TAIL_BYTES = 1024;

    private static final byte[] NOTHING = new byte[0];

    private final Host host;
    private final Lane lane;
    private final OwnedResponse response;
    private volatile State state = State.ASKED;
    private volatile long deadlineNanos; // 0 for none
    private volatile @Nullable HeldRequest request; // until it is answered
    private @Nullable PumpedStream stream;
    private boolean hasBegun;
    private byte[] bytes = NOTHING; // an answer's body, or a goodbye
    private int written; // of them
    private int index = -1; // among those of the lane

    private Exchange(Host host, HeldRequest held, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        this.host = host;
        this.request = held;
        lane = host.lane();
        this.response = OwnedResponse.open(lane.loop(), this, request, response);
    }

    /**
     * Takes a request over, on the container's thread, which is not to answer it any more.
     *
     * @throws IOException if it can't be answered
     */
    static void begin(Host host, HeldRequest held, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Exchange exchange = new Exchange(host, held, request, response);
        try {
            exchange.lane.loop().execute(() -> exchange.lane.add(exchange));
            if (Body.isIn(request)) {
                exchange.deadlineNanos = host.deadline(host.settings().requestDeadline());
                request.getInputStream().setReadListener(new Body(exchange, request.getInputStream()));
            } else {
                host.answer(exchange, held);
            }
        } catch (RejectedExecutionException closed) {
            exchange.response.fail(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        } catch (Throwable t) { // no memory, or a container that wants none of this
            FAILED.log(t);
            exchange.response.fail(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        }
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

    /** Whether nothing has been answered yet, and may still be. From any thread. */
    boolean isAsked() {
        return state == State.ASKED && !response.isOver();
    }

    /** From any thread. */
    void bodyIsRead(byte[] body) {
        HeldRequest held = request;
        if (held != null) {
            deadlineNanos = 0;
            host.answer(this, held.with(body));
        }
    }

    /** From any thread. */
    void bodyIsTooLong() {
        boolean ignored = host.deliver(this, () -> refuse(Problem.BODY_TOO_LARGE));
    }

    /** The body can't be read to its end. From any thread. */
    void bodyIsBroken(Throwable broken) {
        response.onError(broken);
    }

    /** Answers and ends the connection: where the next request begins is not known. */
    private void refuse(Problem problem) {
        HeldRequest held = request;
        if (held != null && isAsked()) {
            answer(host.refuse(held, problem), held, true);
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
            response.fail(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        } finally {
            if (!isTaken) {
                Host.drop(reply);
            }
        }
    }

    private boolean take(Reply reply, HeldRequest held) {
        switch (reply) {
            case Reply.Full full -> answer(full, held, false);
            case Reply.Stream begun -> {
                if (!host.limits().count().enter()) {
                    answer(host.refuse(held, Problem.TOO_MANY_STREAMS), held, false);
                    return false;
                }
                begin(begun, held);
            }
        }
        return true;
    }

    private void answer(Reply.Full full, HeldRequest held, boolean isLast) {
        bytes = held.isHead() ? NOTHING : full.body();
        go(State.ANSWERING, full, held, isLast);
    }

    private void begin(Reply.Stream begun, HeldRequest held) {
        try {
            stream = lane.pump().stream(begun.session(), this);
        } finally {
            if (stream == null) {
                host.limits().count().leave(); // else the stream does so when it is closed
            }
        }
        go(State.STREAMING, begun, held, true); // a stream ends with its connection
    }

    private void go(State next, Reply reply, HeldRequest held, boolean isLast) {
        request = null;
        deadlineNanos = host.deadline(host.settings().writeDeadline());
        response.head(reply, held, host.endpoint(), isLast);
        state = next;
        goOn();
    }

    /** The container has said that the connection takes something. */
    void writable() {
        try {
            response.askAgain();
            goOn();
        } catch (Throwable t) {
            FAILED.log(t);
            response.close();
        }
    }

    private void goOn() {
        switch (state) {
            case ASKED -> {}
            case ANSWERING -> writeOn();
            case STREAMING -> streamOn();
            case ENDING -> sayGoodbye();
        }
    }

    private void writeOn() {
        while (written < bytes.length && response.takes()) {
            int left = bytes.length - written;
            int count = left <= TAIL_BYTES ? left : Math.min(PIECE_BYTES, left - TAIL_BYTES);
            response.write(bytes, written, count);
            written += count;
        }
        if (written == bytes.length) {
            response.close();
        }
    }

    private void streamOn() {
        PumpedStream streaming = stream;
        if (streaming == null || !response.takes()) {
            return;
        }
        if (hasBegun) {
            response.flush();
            streaming.writable();
        } else {
            hasBegun = true;
            deadlineNanos = 0; // from here on it is the pump's
            streaming.begin();
        }
    }

    private void sayGoodbye() {
        if (response.takes()) {
            response.write(bytes, 0, bytes.length);
            response.close();
        }
    }

    @Override
    public boolean isWritable() {
        return state == State.STREAMING && response.takes();
    }

    @Override
    public void write(Frames frames) {
        byte[] whole = frames.bytes();
        response.write(whole, 0, whole.length);
    }

    @Override
    public void flush() {
        response.flush();
    }

    /** A container does not say. */
    @Override
    public long waitingBytes() {
        return 0;
    }

    @Override
    public void end(Frames goodbye) {
        state = State.ENDING;
        bytes = goodbye.bytes();
        sayGoodbye();
        if (!response.isOver()) {
            lane.loop().schedule(GOODBYE_NANOS, response::close);
        }
    }

    /** Also for whoever ends this without a stream. From any thread. */
    @Override
    public void cut() {
        response.close();
    }

    /** A stream's deadlines are the pump's, once it has begun. */
    void care(long now) {
        long deadline = deadlineNanos;
        if (deadline == 0 || now - deadline < 0) {
            return;
        }
        if (isAsked()) {
            refuse(Problem.REQUEST_TIMEOUT);
        } else {
            response.close();
        }
    }

    /** The response has ended, in whatever way. */
    void over() {
        lane.remove(this);
        request = null;
        bytes = NOTHING;
        PumpedStream ended = stream;
        if (ended != null) {
            ended.closed();
        }
    }
}
