package dev.taskcast.engine;

import dev.taskcast.log.EventLog;
import dev.taskcast.store.NodeSign;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which nodes have not been heard of for a while, as far as this one can tell: viewers of their runs are shown that. It decides nothing;
 * so it also counts the time of an outage, and believes the store's clock. Thread-safe.
 */
final class Silence implements KnownNodes.Signs {
    private record Heard(long sign, long nanos, long millis) {}

    private final String self;
    private final EventLog log;
    private final SignOfLife own;
    private final TaskClock clock;
    private final long lateNanos;
    private final long patienceNanos;
    private final Function<String, List<Long>> tasksOn;

    // Guarded by this.
    private final Map<String, Heard> heard = new HashMap<>(); // of the others

    // Changed under the lock, and read without it: by requests too.
    private volatile Map<String, Long> lastMillis = Map.of(); // when each was heard of last
    private volatile Map<String, Long> shown = Map.of();

    /**
     * Nobody is known.
     *
     * @param self this node's name
     * @param log shows what is found
     * @param own this node's sign of life
     * @param clock both clocks
     * @param lease a sign that is older than most of it is shown as old
     * @param tasksOn where tasks whose runs are on a node were made
     */
    Silence(
            String self,
            EventLog log,
            SignOfLife own,
            TaskClock clock,
            Duration lease,
            Function<String, List<Long>> tasksOn) {
        this.self = self;
        this.log = log;
        this.own = own;
        this.clock = clock;
        this.tasksOn = tasksOn;
        lateNanos = lease.toNanos() / 10 * 4; // a renewal should have come by then
        patienceNanos = SignOfLife.patienceNanos(lease);
    }

    /** The signs of all other nodes were read at a moment. */
    synchronized void heard(List<NodeSign> others, SignOfLife.Moment at) {
        heard.keySet().retainAll(others.stream().map(NodeSign::node).collect(Collectors.toSet()));
        for (NodeSign each : others) {
            Heard before = heard.get(each.node());
            if (before == null || before.sign != each.sign()) {
                long silentNanos = TimeUnit.MILLISECONDS.toNanos(each.silentMillis());
                heard.put(
                        each.node(),
                        new Heard(each.sign(), at.nanos() - silentNanos, at.millis() - each.silentMillis()));
            }
        }
        Map<String, Long> last = new HashMap<>();
        heard.forEach((node, each) -> last.put(node, each.millis));
        lastMillis = last;
    }

    /** Whether some node should have been heard of by now: it pays to look again soon. */
    synchronized boolean isAnyLate() {
        long now = clock.nanos();
        return heard.values().stream().anyMatch(each -> now - each.nanos >= lateNanos);
    }

    /** Shows what has changed. */
    synchronized void show() {
        Map<String, Long> lost = lost();
        if (lost.equals(shown)) {
            return;
        }
        Set<String> changed = new HashSet<>(lost.keySet());
        changed.addAll(shown.keySet());
        changed.removeIf(node -> lost.getOrDefault(node, 0L).equals(shown.getOrDefault(node, 0L)));
        shown = lost;
        log.amended().unheard(lost); // first: what is appended meanwhile says so by itself
        boolean isNew = false;
        for (String node : changed) {
            for (long created : tasksOn.apply(node)) {
                isNew |= log.amended().remark(created);
            }
        }
        if (isNew) {
            log.hint();
        }
    }

    @Override
    public long lastMillis(String node) {
        return lastMillis.getOrDefault(node, 0L);
    }

    @Override
    public boolean isLost(String node) {
        return shown.containsKey(node);
    }

    private Map<String, Long> lost() {
        Map<String, Long> lost = new HashMap<>();
        long now = clock.nanos();
        heard.forEach((node, each) -> {
            if (now - each.nanos >= patienceNanos) {
                lost.put(node, each.millis);
            }
        });
        if (own.isOld()) {
            lost.put(self, own.sinceMillis());
        }
        return lost;
    }
}
