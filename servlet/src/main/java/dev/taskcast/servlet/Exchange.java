package dev.taskcast.servlet;

import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.host.EndpointHost;
import dev.taskcast.http.host.HeldRequest;
import dev.taskcast.http.host.HostedExchange;
import dev.taskcast.http.pump.PumpedStream;
import dev.taskcast.thread.SafeLog;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** A request and what it is answered with, as far as it is about the response. Of its loop, where nothing else is said. */
final class Exchange extends HostedExchange {
    private enum State {
        ASKED, // the request is read, or being answered
        ANSWERING,
        STREAMING,
        ENDING // a stream whose goodbye waits until the connection takes it
    }

    private static final SafeLog FAILED =
            new SafeLog(System.getLogger("dev.taskcast"), System.Logger.Level.ERROR, "An answer failed");
    private static final long GOODBYE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int PIECE_BYTES = 32 * 1024;
    /** Written last, once the rest is taken: a container may block a thread for what is left when a response is completed. */
    private static final int TAIL_BYTES = 1024;

    private static final byte[] NOTHING = new byte[0];

    private final OwnedResponse response;
    private State state = State.ASKED;
    private boolean hasBegun;
    private byte[] bytes = NOTHING; // an answer's body, or a goodbye
    private int written; // of them

    private Exchange(EndpointHost host, HeldRequest held, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        super(host, held);
        this.response = OwnedResponse.open(loop(), this, request, response);
    }

    /**
     * Takes a request over, on the container's thread, which is not to answer it any more.
     *
     * @throws IOException if it can't be answered
     */
    static void begin(EndpointHost host, HeldRequest held, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Exchange exchange = new Exchange(host, held, request, response);
        try {
            exchange.begin();
            if (Body.isIn(request)) {
                exchange.awaitBody();
                request.getInputStream().setReadListener(new Body(exchange, request.getInputStream()));
            } else {
                exchange.ask(NOTHING);
            }
        } catch (RejectedExecutionException closed) {
            exchange.response.fail(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        } catch (Throwable t) { // no memory, or a container that wants none of this
            FAILED.log(t);
            exchange.fail();
        }
    }

    /** Whether the body is to be read on. From any thread. */
    boolean isReading() {
        return isAsked();
    }

    /** From any thread. */
    void bodyIsRead(byte[] body) {
        ask(body);
    }

    /** From any thread. */
    void bodyIsTooLong() {
        refuseBody();
    }

    /** The body can't be read to its end. From any thread. */
    void bodyIsBroken(Throwable broken) {
        response.onError(broken);
    }

    @Override
    protected void answer(Reply reply, HeldRequest to, boolean isLast) {
        response.head(reply, to, host().endpoint(), isLast);
        switch (reply) {
            case Reply.Full full -> {
                bytes = to.isHead() ? NOTHING : full.body();
                state = State.ANSWERING;
            }
            case Reply.Stream ignored -> state = State.STREAMING;
        }
        goOn();
    }

    @Override
    protected void fail() {
        response.fail(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    }

    @Override
    protected boolean isOver() {
        return response.isOver();
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
        PumpedStream streaming = stream();
        if (streaming == null || !response.takes()) {
            return;
        }
        if (hasBegun) {
            response.flush();
            streaming.writable();
        } else {
            hasBegun = true;
            beginStream();
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
            loop().schedule(GOODBYE_NANOS, response::close);
        }
    }

    @Override
    public void cut() {
        response.close();
    }

    /** The response has ended, in whatever way. From any thread. */
    void responseIsOver() {
        over();
    }
}
