package dev.taskcast.http.stream;

import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.StreamStats;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the streams of an endpoint do. Thread-safe. */
final class StreamCounts {
    private final Set<ViewerSession> sessions = ConcurrentHashMap.newKeySet();
    private final LongAdder frames = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder merged = new LongAdder();
    private final LongAdder resets = new LongAdder();

    void opened(ViewerSession session) {
        sessions.add(session);
    }

    void closed(ViewerSession session) {
        sessions.remove(session);
    }

    void sent(Frames sent) {
        frames.increment();
        bytes.add(sent.bytes().length);
    }

    void merged() {
        merged.increment();
    }

    void reset() {
        resets.increment();
    }

    StreamStats read(int open) {
        long lag = 0;
        for (ViewerSession session : sessions) {
            lag = Math.max(lag, session.behind());
        }
        return new StreamStats(open, frames.sum(), bytes.sum(), merged.sum(), resets.sum(), lag);
    }
}
