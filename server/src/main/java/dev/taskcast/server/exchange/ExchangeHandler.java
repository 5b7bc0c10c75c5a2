package dev.taskcast.server.exchange;

import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.thread.Insist;
import dev.taskcast.thread.SafeLog;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection's requests, one after the other: the next one is read only when the last one has been answered, so that
 * pipelined ones wait in the socket. A request is answered on a request thread, since that may block, and written on
 * the event loop. A client that has ended its side still gets its answers. A stream ends this: the connection is handed over
 * and never comes back.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends in exceptionCaught or channelInactive
public final class ExchangeHandler extends SimpleChannelInboundHandler<HttpObject> {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog UNDELIVERED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "To pass an answer on has failed, and is tried again");
    private static final SafeLog REQUEST_FAILED = new SafeLog(LOG, System.Logger.Level.ERROR, "A request failed");
    private static final Reply FAILED = Problem.INTERNAL.reply(); // made before there is no memory to make it
    private final HeadDecoder heads;
    private final Answers answers;
    private final Executor requestThreads;
    private final Handover handover;
    private final long deadlineMillis;
    private @Nullable Incoming incoming;
    private @Nullable Future<?> deadline;
    private boolean reading; // a part was asked for and has not come yet
    private boolean failed;
    private boolean inputEnded; // the client has ended its side: what it sent is answered, then so is the connection

    /** Takes a connection over as a stream. */
    public interface Handover {
        /**
         * The connection is now a stream's: its head is to be sent, and the HTTP handlers are to go.
         *
         * @param ctx of the exchange handler
         * @param reply what it was answered with
         * @param chunked whether the client knows chunks
         * @return null, or why it can't be a stream
         */
        @Nullable
        Problem takeOver(ChannelHandlerContext ctx, Reply.Stream reply, boolean chunked);
    }

    /**
     * For one connection.
     *
     * @param heads reads this connection's requests
     * @param answers what they are answered with
     * @param requestThreads where
     * @param handover takes streams over
     * @param deadline how long the connection may take to send a whole request, counted from when it may, and to take an answer
     */
    public ExchangeHandler(
            HeadDecoder heads, Answers answers, Executor requestThreads, Handover handover, Duration deadline) {
        this.heads = heads;
        this.answers = answers;
        this.requestThreads = requestThreads;
        this.handover = handover;
        deadlineMillis = deadline.toMillis();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
            awaitRequest(ctx);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        awaitRequest(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stopDeadline();
    }

    private void awaitRequest(ChannelHandlerContext ctx) {
        incoming = null;
        startDeadline(ctx, () -> tooSlow(ctx));
        readPart(ctx);
    }

    private void startDeadline(ChannelHandlerContext ctx, Runnable then) {
        stopDeadline();
        deadline = ctx.executor().schedule(then, deadlineMillis, TimeUnit.MILLISECONDS);
    }

    /** Asks for one more part, never for two: the second would come while a request is being answered. */
    private void readPart(ChannelHandlerContext ctx) {
        if (!reading) {
            reading = true;
            ctx.read(); // gives what has come already at once
            endIfNothingComes(ctx);
        }
    }

    private void endIfNothingComes(ChannelHandlerContext ctx) {
        if (!inputEnded || !reading || failed) {
            return;
        }
        if (incoming == null) {
            ctx.close();
        } else {
            fail(ctx, Problem.BAD_REQUEST);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            if (failed && ctx.channel() instanceof DuplexChannel duplex && duplex.isOutputShutdown()) {
                ctx.close(); // both sides have ended
            } else {
                endIfNothingComes(ctx);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (reading) {
            ctx.read(); // what came was no whole part, and flow control has forgotten that it was asked
        }
    }

    private void tooSlow(ChannelHandlerContext ctx) {
        if (incoming == null && !heads.isWithin()) {
            ctx.close();
        } else {
            fail(ctx, Problem.REQUEST_TIMEOUT);
        }
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        reading = false;
        if (failed) {
            return; // read and dropped, see Responses
        }
        Problem problem = take(ctx, part);
        if (problem != null) {
            fail(ctx, problem);
        } else if (incoming != null && part instanceof LastHttpContent) {
            stopDeadline();
            answer(ctx, incoming);
        } else {
            readPart(ctx);
        }
    }

    private @Nullable Problem take(ChannelHandlerContext ctx, HttpObject part) {
        if (part instanceof HttpRequest head) {
            Incoming begun = new Incoming(head);
            incoming = begun;
            Problem problem = begun.headProblem();
            if (problem == null && begun.wantsContinue()) {
                ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
            }
            if (problem != null) {
                return problem;
            }
        }
        return incoming != null && part instanceof HttpContent content ? incoming.add(content) : null;
    }

    private void answer(ChannelHandlerContext ctx, Incoming request) {
        try {
            requestThreads.execute(() -> {
                Reply reply = reply(request);
                Insist.on(UNDELIVERED, () -> deliver(ctx, request, reply));
            });
        } catch (RejectedExecutionException | OutOfMemoryError tooMuch) { // an error where there can be no more threads
            write(ctx, request, answers.refuse(request.asFarAsItCame(), Problem.BUSY));
        }
    }

    /** Always one: somebody waits for it. */
    private Reply reply(Incoming request) {
        try {
            return answers.answer(request.complete());
        } catch (Throwable t) {
            REQUEST_FAILED.log(t);
            return FAILED;
        }
    }

    private void deliver(ChannelHandlerContext ctx, Incoming request, Reply reply) {
        try {
            ctx.executor().execute(() -> writeOrClose(ctx, request, reply));
        } catch (RejectedExecutionException closed) { // the server has not waited for this answer any longer
            if (reply instanceof Reply.Stream stream) {
                stream.session().close();
            }
        }
    }

    private void writeOrClose(ChannelHandlerContext ctx, Incoming request, Reply reply) {
        boolean isWritten = false;
        try {
            write(ctx, request, reply);
            isWritten = true;
        } finally {
            if (!isWritten) { // who gets no answer gets an end
                if (reply instanceof Reply.Stream stream) {
                    stream.session().close();
                }
                ctx.close();
            }
        }
    }

    private void write(ChannelHandlerContext ctx, Incoming request, Reply reply) {
        switch (reply) {
            case Reply.Full full -> write(ctx, request, full);
            case Reply.Stream stream
            when !ctx.channel().isActive() -> stream.session().close();
            case Reply.Stream stream -> {
                Problem problem = handover.takeOver(ctx, stream, !request.isHttp10());
                if (problem != null) {
                    stream.session().close();
                    write(ctx, request, answers.refuse(request.asFarAsItCame(), problem));
                }
            }
        }
    }

    private void write(ChannelHandlerContext ctx, Incoming request, Reply.Full full) {
        if (!ctx.channel().isActive()) {
            return;
        }
        if (!request.isKeepAlive()) {
            writeLast(ctx, full);
            return;
        }
        startDeadline(ctx, ctx::close);
        ctx.writeAndFlush(Responses.of(full, request)).addListener(written -> {
            if (written.isSuccess()) { // only then, so that answers that nobody takes do not pile up
                awaitRequest(ctx);
            }
        });
    }

    /** What comes after it is dropped. */
    private void writeLast(ChannelHandlerContext ctx, Reply.Full reply) {
        failed = true;
        startDeadline(ctx, ctx::close);
        Responses.writeAndLinger(ctx, reply, incoming);
    }

    /** The connection can't go on: where the next request begins is not known. */
    private void fail(ChannelHandlerContext ctx, Problem problem) {
        Incoming begun = incoming;
        writeLast(ctx, begun == null ? problem.reply() : answers.refuse(begun.asFarAsItCame(), problem));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close(); // a connection that broke; there is nobody to tell
    }
}
