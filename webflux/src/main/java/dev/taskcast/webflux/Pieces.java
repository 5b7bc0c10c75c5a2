package dev.taskcast.webflux;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * What is sent over a connection, for its server to ask for. It holds what belongs to one turn and nothing beyond: a piece is given where one
 * was asked for. For one subscriber. Of the exchange's loop, where nothing else is said.
 */
final class Pieces implements Publisher<ByteBuf>, Subscription {
    private final LongConsumer onRequest;
    private final List<byte[]> turn = new ArrayList<>(1);
    private final AtomicBoolean isTaken = new AtomicBoolean();
    private volatile @Nullable Subscriber<? super ByteBuf> subscriber; // null once it is over
    private long asked;

    /**
     * Of a connection.
     *
     * @param onRequest is told of demand from any thread, and has {@link #add} called on the loop
     */
    Pieces(LongConsumer onRequest) {
        this.onRequest = onRequest;
    }

    /** From any thread. */
    @Override
    public void subscribe(Subscriber<? super ByteBuf> by) {
        if (!isTaken.compareAndSet(false, true)) {
            throw new IllegalStateException("A stream must have one subscriber, got: another one");
        }
        subscriber = by;
        by.onSubscribe(this);
    }

    /** From any thread. */
    @Override
    public void request(long n) {
        onRequest.accept(n);
    }

    /** From any thread. */
    @Override
    public void cancel() {
        subscriber = null;
    }

    void add(long demand) {
        asked = asked + demand < 0 ? Long.MAX_VALUE : asked + demand;
    }

    boolean isAskedFor() {
        return asked > 0 && subscriber != null;
    }

    /** To be given with the turn. */
    void put(byte[] bytes) {
        turn.add(bytes);
    }

    /** Gives the turn, where there is one and it is asked for. */
    void give() {
        Subscriber<? super ByteBuf> to = subscriber;
        if (to != null && asked > 0 && !turn.isEmpty()) {
            ByteBuf piece =
                    Unpooled.wrappedBuffer(turn.toArray(byte[][]::new)); // nothing is lost where nobody releases it
            turn.clear();
            asked--;
            to.onNext(piece);
        }
    }

    /** There is no more. */
    void end() {
        Subscriber<? super ByteBuf> to = subscriber;
        subscriber = null;
        if (to != null) {
            to.onComplete();
        }
    }
}
