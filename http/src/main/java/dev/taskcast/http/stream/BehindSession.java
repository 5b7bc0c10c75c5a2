package dev.taskcast.http.stream;

import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.StreamSession;
import org.jspecify.annotations.Nullable;

/**
 * The stream of a viewer who knows more than this node, which can't read the rest for now, as the store does not answer. To begin anew
 * would take them back to older states. So it ends with nothing but when to come again, here or at another node.
 */
final class BehindSession implements StreamSession {
    @Override
    public @Nullable Frames next() {
        return null;
    }

    @Override
    public boolean hasNext() {
        return true; // it is looked at once, and then it ends
    }

    @Override
    public @Nullable Frames heartbeat() {
        return null;
    }

    @Override
    public @Nullable Runnable question() {
        return null;
    }

    @Override
    public boolean isDenied() {
        return true;
    }

    @Override
    public Frames goodbye(long spreadMillis) {
        return Pulse.goodbye(spreadMillis);
    }

    @Override
    public @Nullable Object company() {
        return null;
    }

    @Override
    public Runnable onWake(Runnable wake) {
        return () -> {};
    }

    @Override
    public void close() {}
}
