package dev.taskcast.http.pump;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Streams of one loop that have something to send at the same time. Of the loop's thread, but for {@link #wake}. */
final class StreamGroup {
    private final StreamPump pump;
    private final @Nullable Object company;
    private final List<PumpedStream> streams = new ArrayList<>(1);
    private final AtomicBoolean awake = new AtomicBoolean();
    private Runnable stop = () -> {};

    StreamGroup(StreamPump pump, @Nullable Object company) {
        this.pump = pump;
        this.company = company;
    }

    /** What they have in common; null for a stream that is alone. */
    @Nullable
    Object company() {
        return company;
    }

    void add(PumpedStream stream) {
        streams.add(stream);
        stream.join(this, streams.size() - 1); // now that it is
        if (streams.size() == 1) {
            stop = stream.session().onWake(this::wake);
        }
    }

    /** Whether it was the last one. */
    boolean remove(PumpedStream stream) {
        PumpedStream last = streams.removeLast();
        if (last != stream) {
            streams.set(stream.place(), last);
            last.join(this, stream.place());
        }
        boolean isEmpty = streams.isEmpty();
        if (isEmpty) {
            stop.run();
        }
        return isEmpty;
    }

    private void wake() {
        if (!awake.get() && awake.compareAndSet(false, true)) {
            pump.woken(this);
        }
    }

    void push() {
        awake.set(false); // before it is looked: what comes in between wakes it again
        for (int i = streams.size() - 1; i >= 0; i--) { // backwards: a stream whose write fails takes itself out
            if (i < streams.size()) {
                PumpedStream stream = streams.get(i);
                stream.orEnd(stream::push);
            }
        }
    }
}
