package dev.taskcast.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link Line#started} has moved, so that it can be put back. */
public final class Undo {
    final Lane lane;
    final long tag;
    final long clock;
    final Flow flow;
    private final List<Keys.Forgotten> forgotten;
    private final @Nullable Used used;

    /** The rate of a gate's limit, and how far it was used up. */
    record Used(Gate gate, Rate rate, long before, @Nullable Used next) {}

    Undo(Lane lane, Turn before, List<Keys.Forgotten> forgotten, @Nullable Used used) {
        this.lane = lane;
        tag = before.tag();
        clock = before.clock();
        flow = before.flow();
        this.forgotten = forgotten;
        this.used = used;
    }

    /** What a start moves of a queue and a key. */
    record Turn(long tag, long clock, Flow flow) {}

    /** Puts it back. */
    void in(Gates gates) {
        for (Used each = used; each != null; each = each.next()) {
            each.gate().restore(each.rate(), each.before());
        }
        QueueState queue = gates.queue(lane.queue());
        queue.flow(flow);
        queue.keys.restore(queue.keys.of(lane.key()), tag, clock, forgotten);
    }
}
