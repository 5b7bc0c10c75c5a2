package dev.taskcast.engine;

import dev.taskcast.store.NodeSign;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.TaskStore;
import dev.taskcast.thread.Loop;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Says three times a lease that this node is alive, and watches the others. One is gone when this node has itself seen, over
 * a connection that worked all the while, that it has said nothing for a whole lease: never by the time of day, and never
 * because of an outage, which is one for all. When this node can't say that it is alive, it gives up its own runs before its
 * lease is over, unless it is alone.
 */
final class Membership {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private record Seen(long sign, long sinceNanos) {}

    private final String self;
    private final TaskStore store;
    private final TaskClock clock;
    private final TaskClock.Timers timers;
    private final long leaseNanos;
    private final Elsewhere elsewhere;
    private final Consumer<String> onGone;
    private final Runnable onLost;
    private final Loop loop = new Loop("taskcast-lease", this::pass);

    // Of the loop's thread.
    private final Map<String, Seen> seen = new HashMap<>();
    private long dueNanos;

    // Written by the loop's thread, and looked at by a timer's: a renewal may hang for longer than the lease.
    private final AtomicBoolean lost = new AtomicBoolean();
    private volatile long renewedNanos;
    private volatile boolean alone = true; // as far as this node knows

    Membership(
            String self,
            TaskStore store,
            TaskClock clock,
            TaskClock.Timers timers,
            Duration lease,
            Elsewhere elsewhere,
            Consumer<String> onGone,
            Runnable onLost) {
        this.self = self;
        this.store = store;
        this.clock = clock;
        this.timers = timers;
        this.leaseNanos = lease.toNanos();
        this.elsewhere = elsewhere;
        this.onGone = onGone;
        this.onLost = onLost;
    }

    void start() {
        dueNanos = clock.nanos();
        renewedNanos = dueNanos;
        loop.start();
        loop.wake();
    }

    private void pass() {
        long now = clock.nanos();
        if (now - dueNanos < 0) {
            return;
        }
        dueNanos = now + leaseNanos / 3;
        try {
            List<NodeSign> signs = store.renew();
            renewedNanos = now;
            lost.set(false);
            alone = signs.size() <= 1;
            TaskClock.Timer ignored = timers.after(Duration.ofNanos(patienceNanos()), this::giveUpInTime);
            watch(signs, now);
        } catch (StoreException e) {
            LOG.log(System.Logger.Level.DEBUG, "This node can't say that it is alive", e);
            seen.clear(); // who says nothing now may be unable to
            dueNanos = clock.nanos() + Math.min(leaseNanos / 10, 1_000_000_000L);
            giveUpInTime();
        }
        TaskClock.Timer ignored = timers.after(Duration.ofNanos(dueNanos - clock.nanos()), loop::wake);
    }

    /** How long it may go without a renewal. */
    private long patienceNanos() {
        return leaseNanos / 10 * 7;
    }

    private void giveUpInTime() {
        if (!alone && clock.nanos() - renewedNanos >= patienceNanos() && lost.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "This node could not renew its lease and gives up its runs, before other nodes take them over");
            onLost.run();
        }
    }

    private void watch(List<NodeSign> signs, long now) {
        Map<String, Long> newest = new HashMap<>();
        elsewhere.nodes().forEach(node -> newest.put(node, Long.MIN_VALUE)); // it may have taken its leave too early
        signs.forEach(sign -> newest.put(sign.node(), sign.sign()));
        newest.remove(self);
        seen.keySet().retainAll(newest.keySet());
        Set<String> gone = new TreeSet<>();
        newest.forEach((node, sign) -> {
            Seen last = seen.get(node);
            if (last == null || last.sign != sign) {
                seen.put(node, new Seen(sign, now));
            } else if (now - last.sinceNanos > leaseNanos) {
                gone.add(node);
            }
        });
        for (String node : gone) {
            seen.remove(node);
            LOG.log(System.Logger.Level.INFO, "Node " + node + " is gone: its runs are others' now");
            onGone.accept(node);
        }
    }

    void close(Duration patience) {
        loop.close(patience);
    }
}
