package dev.taskcast.webflux;

import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.host.EndpointHost;
import dev.taskcast.http.host.HeldRequest;
import dev.taskcast.http.host.HostedExchange;
import dev.taskcast.http.pump.PumpedStream;
import dev.taskcast.thread.SafeLog;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * A request and what it is answered with, as one {@link Mono}, which alone touches the response. It is over when that is, also where the
 * server cancels it because the connection has gone. Of its loop, where nothing else is said.
 */
final class Exchange extends HostedExchange {
    private enum State {
        ASKED, // the request is read, or being answered; or the answer is being sent
        STREAMING,
        ENDING // a stream whose goodbye waits until the connection takes it
    }

    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog BROKEN = new SafeLog(LOG, System.Logger.Level.DEBUG, "A connection has ended");
    private static final SafeLog FAILED = new SafeLog(LOG, System.Logger.Level.ERROR, "An answer failed");
    private static final long GOODBYE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final byte[] NOTHING = new byte[0];

    private final ServerHttpResponse response;
    private final Wire wire;
    private final Pieces pieces;
    private final Sinks.One<Answer> answer = Sinks.one();
    private final Sinks.Empty<Void> cut = Sinks.empty();
    private volatile boolean isOver;
    private State state = State.ASKED;
    private boolean hasBegun;

    /**
     * What is to be sent.
     *
     * @param reply the answer
     * @param to what is answered
     * @param isLast whether the connection is to end with it
     */
    private record Answer(Reply reply, HeldRequest to, boolean isLast) {}

    private Exchange(EndpointHost host, HeldRequest held, ServerHttpResponse response) {
        super(host, held);
        this.response = response;
        wire = Wire.of(response);
        pieces = new Pieces(this::asked);
    }

    /** Answers a request. */
    static Mono<Void> of(EndpointHost host, HeldRequest held, ServerHttpRequest request, ServerHttpResponse response) {
        return Mono.defer(() -> {
            Exchange exchange = new Exchange(host, held, response);
            try {
                exchange.begin();
            } catch (RejectedExecutionException closed) {
                return Heads.write(response, host.refuse(held, Problem.CLOSED), held, host.endpoint(), false);
            }
            return exchange.all(request);
        });
    }

    private Mono<Void> all(ServerHttpRequest request) {
        // The answer is sent on from another thread than the loop's: what an application does before a head may block
        // by mistake.
        Mono<Void> sent = Mono.firstWithSignal(answer.asMono(), read(request))
                .publishOn(Schedulers.parallel())
                .flatMap(this::send);
        return Mono.firstWithSignal(sent, cut.asMono()).doFinally(signal -> {
            isOver = true;
            over();
        });
    }

    /** Has the request answered once it is read. Gives nothing itself; and an end where the body does not come to its own. */
    private Mono<Answer> read(ServerHttpRequest request) {
        if (!Body.isIn(request)) {
            return Mono.<Answer>never().doOnSubscribe(begun -> ask(NOTHING));
        }
        awaitBody();
        return Body.read(request)
                .doOnNext(this::ask)
                .switchIfEmpty(Mono.fromRunnable(this::refuseBody))
                .onErrorResume(this::lost)
                .then(Mono.never());
    }

    /** The end of it is {@link #cut}'s. */
    private <T> Mono<T> lost(Throwable broken) {
        BROKEN.log(broken);
        cut();
        return Mono.never();
    }

    private Mono<Void> send(Answer what) {
        return switch (what.reply) {
            case Reply.Full full -> Heads.write(response, full, what.to, host().endpoint(), what.isLast);
            case Reply.Stream stream -> {
                Heads.put(response, stream, what.to, host().endpoint(), what.isLast);
                yield wire.send(pieces).onErrorResume(broken -> response.isCommitted(), this::lost);
            }
        };
    }

    @Override
    protected void answer(Reply reply, HeldRequest to, boolean isLast) {
        if (reply instanceof Reply.Stream) {
            state = State.STREAMING;
        }
        answer.tryEmitValue(new Answer(reply, to, isLast)).orThrow();
    }

    @Override
    protected void fail() {
        if (answer.tryEmitError(new IllegalStateException("An answer failed")).isFailure()) {
            cut();
        }
    }

    @Override
    protected boolean isOver() {
        return isOver;
    }

    /** The connection takes something. From any thread. */
    private void asked(long demand) {
        later(() -> writable(demand));
    }

    private void writable(long demand) {
        try {
            pieces.add(demand);
            goOn();
        } catch (Throwable t) {
            FAILED.log(t);
            cut();
        }
    }

    private void goOn() {
        PumpedStream streaming = stream();
        if (state == State.ENDING) {
            sayGoodbye();
        } else if (streaming != null && hasBegun) {
            streaming.writable();
        } else if (streaming != null) {
            hasBegun = true;
            beginStream();
        }
    }

    private void sayGoodbye() {
        if (pieces.isAskedFor()) {
            pieces.give();
            pieces.end();
        }
    }

    @Override
    public boolean isWritable() {
        return state == State.STREAMING && pieces.isAskedFor();
    }

    @Override
    public void write(Frames frames) {
        pieces.put(frames.bytes());
    }

    @Override
    public void flush() {
        pieces.give();
    }

    /** A server does not say. */
    @Override
    public long waitingBytes() {
        return 0;
    }

    @Override
    public void end(Frames goodbye) {
        state = State.ENDING;
        pieces.put(goodbye.bytes());
        sayGoodbye();
        if (!isOver) {
            loop().schedule(GOODBYE_NANOS, this::cut);
        }
    }

    @Override
    public void cut() {
        if (!isOver) {
            isOver = true;
            wire.close();
            boolean ignored = cut.tryEmitEmpty().isFailure();
        }
    }
}
