package dev.taskcast.http.host;

import dev.taskcast.http.pump.StreamPump;
import java.util.ArrayList;
import java.util.List;

/** A loop, its pump, and the exchanges that are written on it. All on the loop, but for {@link #isEmpty}. */
final class Lane {
    private final WriteLoop loop;
    private final StreamPump pump;
    private final List<HostedExchange> open = new ArrayList<>();
    private volatile boolean isEmpty = true;
    private boolean isClosing;

    Lane(WriteLoop loop, StreamPump pump) {
        this.loop = loop;
        this.pump = pump;
    }

    WriteLoop loop() {
        return loop;
    }

    StreamPump pump() {
        return pump;
    }

    void add(HostedExchange exchange) {
        open.add(exchange);
        exchange.index(open.size() - 1);
        isEmpty = false;
        if (isClosing) {
            exchange.cut();
        }
    }

    void remove(HostedExchange exchange) {
        int index = exchange.index();
        if (index < 0) {
            return;
        }
        HostedExchange last = open.removeLast();
        if (last.index() != index) {
            open.set(index, last);
            last.index(index);
        }
        exchange.index(-1);
        isEmpty = open.isEmpty();
    }

    /** Whether all exchanges are over. From any thread. */
    boolean isEmpty() {
        return isEmpty;
    }

    /** Looks after the deadlines of those that the pump does not look after. */
    void care(long now) {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).care(now); // what ends leaves later, and by itself
        }
    }

    /** Ends what has not ended by itself. */
    void close() {
        isClosing = true;
        open.forEach(HostedExchange::cut);
    }
}
