package dev.taskcast.servlet;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.host.HeldRequest;
import dev.taskcast.http.pump.PumpLoop;
import dev.taskcast.thread.SafeLog;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The owner of one response, from the start of its async processing to its end: nobody else touches it. It is written to on a loop, which
 * is told there when the connection takes something again.
 *
 * <p>There is one way out, {@link #leave}, taken once, by whoever comes first: a failed write, a listener's {@code onError}, a deadline and a
 * planned end are the same here. After that nothing of the response is at hand, since the container uses it for the next request. Whatever
 * touches the response holds this object's monitor, so that the container does not go on with it meanwhile. {@code complete} is called
 * without it: containers call their listeners from within.
 */
final class OwnedResponse implements WriteListener, AsyncListener {
    /** Whether the connection takes something. Containers want to be asked between any two writes, and not again after a no. */
    private enum State {
        TAKES_NOTHING, // until onWritePossible
        NOT_ASKED,
        TAKES,
        OVER
    }

    /** What is done with the response. */
    private interface Step {
        /**
         * Does it.
         *
         * @return what {@link #touch} is to give
         */
        boolean on(HttpServletResponse response, ServletOutputStream out) throws IOException;
    }

    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog BROKEN = new SafeLog(LOG, System.Logger.Level.DEBUG, "A connection has ended");

    private final PumpLoop loop;
    private final Exchange exchange;
    private volatile State state = State.TAKES_NOTHING; // changed by who holds the monitor
    private @Nullable AsyncContext context; // the three are null once this is over
    private @Nullable HttpServletResponse response;
    private @Nullable ServletOutputStream out;
    private boolean needsFlush = true; // the head

    private OwnedResponse(
            PumpLoop loop,
            Exchange exchange,
            AsyncContext context,
            HttpServletResponse response,
            ServletOutputStream out) {
        this.loop = loop;
        this.exchange = exchange;
        this.context = context;
        this.response = response;
        this.out = out;
    }

    /**
     * Takes a response over, on the container's thread: it listens from the start, since Tomcat would make others wait.
     *
     * @param exchange is told what becomes of it
     * @throws IOException if it can't be written to
     */
    static OwnedResponse open(
            PumpLoop loop, Exchange exchange, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ServletOutputStream out = response.getOutputStream();
        AsyncContext context = request.startAsync(request, response);
        context.setTimeout(0);
        OwnedResponse owned = new OwnedResponse(loop, exchange, context, response, out);
        context.addListener(owned);
        out.setWriteListener(owned);
        return owned;
    }

    /** Whether nothing of it may be touched any more. From any thread. */
    boolean isOver() {
        return state == State.OVER;
    }

    /** Sets status and headers. */
    void head(Reply reply, HeldRequest request, TaskEndpoint endpoint, boolean isLast) {
        boolean ignored = touch((to, body) -> {
            Heads.put(to, reply, request, endpoint, isLast);
            if (reply instanceof Reply.Stream) {
                Heads.unbuffer(to, body);
            }
            return true;
        });
    }

    /** Whether a write would be taken now. After a no the exchange is told once it is. */
    boolean takes() {
        return touch((to, body) -> isReady(body));
    }

    private boolean isReady(ServletOutputStream body) {
        if (state == State.NOT_ASKED) {
            boolean takes = body.isReady();
            if (state == State.NOT_ASKED) { // else a container has told of an error from within
                state = takes ? State.TAKES : State.TAKES_NOTHING;
            }
        }
        return state == State.TAKES;
    }

    /** Writes, where {@link #takes} has just said yes. */
    void write(byte[] bytes, int from, int count) {
        boolean ignored = touch((to, body) -> {
            needsFlush = true;
            state = State.NOT_ASKED;
            body.write(bytes, from, count);
            return true;
        });
    }

    /** Sends what was written; does nothing where there is nothing, or where it is not taken: then it is to be done again once it is. */
    void flush() {
        boolean ignored = touch((to, body) -> {
            if (needsFlush && isReady(body)) {
                needsFlush = false;
                state = State.NOT_ASKED;
                body.flush();
            }
            return true;
        });
    }

    /** Does something with the response, unless it is over: then it gives false. Whatever is thrown ends it. */
    private boolean touch(Step step) {
        try {
            synchronized (this) {
                HttpServletResponse to = response;
                ServletOutputStream body = out;
                return to != null && body != null && step.on(to, body);
            }
        } catch (Throwable broken) {
            BROKEN.log(broken);
            close();
            return false;
        }
    }

    /** Ends with what there is of an answer. Where there is nothing yet, it has a status. From any thread. */
    void fail(int status) {
        boolean ignored = touch((to, body) -> {
            if (!to.isCommitted()) {
                to.setStatus(status);
            }
            return true;
        });
        close();
    }

    /** Ends. From any thread. Idempotent. */
    void close() {
        AsyncContext left = leave();
        if (left != null) {
            complete(left);
            exchange.responseIsOver();
        }
    }

    /** From here on the response is the container's. Gives what is to be completed; null where this was over. */
    private synchronized @Nullable AsyncContext leave() {
        AsyncContext left = context;
        state = State.OVER;
        context = null;
        response = null;
        out = null;
        return left;
    }

    private static void complete(AsyncContext left) {
        try {
            left.complete();
        } catch (Throwable over) { // the container has been faster
            BROKEN.log(over);
        }
    }

    @Override
    public void onWritePossible() {
        try {
            loop.execute(exchange::writable);
        } catch (RejectedExecutionException ended) {
            close();
        }
    }

    /** On the loop, after {@link #onWritePossible}. */
    synchronized void askAgain() {
        if (state == State.TAKES_NOTHING) {
            state = State.NOT_ASKED;
        }
    }

    @Override
    public void onError(Throwable broken) {
        BROKEN.log(broken);
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        lost(event);
    }

    /** Can't be: there is no timeout. */
    @Override
    public void onTimeout(AsyncEvent event) {
        lost(event);
    }

    /** Completes also what is over: a container that has an error and no answer to it would make one, and log it. */
    private void lost(AsyncEvent event) {
        if (leave() != null) {
            exchange.responseIsOver();
        }
        complete(event.getAsyncContext());
    }

    /** Also where the container completes by itself. Whoever completes here has left before, and may be holding the monitor elsewhere. */
    @Override
    public void onComplete(AsyncEvent event) {
        if (!isOver() && leave() != null) {
            exchange.responseIsOver();
        }
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // nobody dispatches this
    }
}
