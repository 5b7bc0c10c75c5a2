package dev.taskcast.engine;

import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.NodeSign;
import dev.taskcast.store.Nodes;
import dev.taskcast.store.Renewal;
import dev.taskcast.thread.Loop;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.StoreClock;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Says three times a lease that this node is alive, and watches the others. One is gone when this node has itself seen, over
 * a connection that worked all the while, that it has said nothing for a whole lease: never by the time of day, and never
 * because of an outage, which is one for all.
 *
 * <p>A node that could not say so in time, or was stopped, is in doubt: others may have taken its runs over. It gives none up. Once it has
 * said that it is alive, it reads the journal up to its head, and by that knows which runs are still its own.
 */
final class Leases {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final long MAX_RETRY_NANOS = 1_000_000_000L;

    /**
     * What a membership is of.
     *
     * @param self this node's name
     * @param nodes where nodes meet
     * @param clock all time
     * @param timers on that clock
     * @param lease how long a node may say nothing
     * @param storeClock is told what the store's clock shows
     * @param about what this node says of itself
     * @param onSigns is told the signs of all, and of nodes without any that have runs
     * @param watch is told how its passes go
     */
    record Setup(
            String self,
            Nodes nodes,
            TaskClock clock,
            TaskClock.Timers timers,
            Duration lease,
            StoreClock storeClock,
            Supplier<NodeAbout> about,
            Consumer<List<NodeSign>> onSigns,
            Loop.Watch watch) {}

    private record Seen(long sign, long sinceNanos) {}

    private final Setup setup;
    private final SignOfLife own;
    private final Silence silence;
    private final Elsewhere elsewhere;
    private final Consumer<Runnable> upToHead;
    private final Consumer<String> onGone;
    private final long leaseNanos;
    private final Loop loop;
    private volatile boolean isAsked;

    // Of the loop's thread, once it is started.
    private final Map<String, Seen> seen = new HashMap<>();
    private long dueNanos;
    private boolean failing;

    /**
     * Not started yet.
     *
     * @param setup of what
     * @param own this node's sign of life
     * @param silence is told who was heard of
     * @param elsewhere which nodes have runs
     * @param upToHead calls back once the journal has been read up to its head
     * @param onGone called with the name of a node that is gone
     */
    Leases(
            Setup setup,
            SignOfLife own,
            Silence silence,
            Elsewhere elsewhere,
            Consumer<Runnable> upToHead,
            Consumer<String> onGone) {
        this.setup = setup;
        this.own = own;
        this.silence = silence;
        this.elsewhere = elsewhere;
        this.upToHead = upToHead;
        this.onGone = onGone;
        leaseNanos = setup.lease().toNanos();
        loop = new Loop(ThreadMaker.here(), setup.watch(), "taskcast-lease", this::pass);
    }

    /** Makes the first pass: who uses the node after this knows whose signs are old already. */
    void start() {
        dueNanos = setup.clock().nanos();
        own.given(own.now());
        pass();
        loop.start();
    }

    /** Somebody waits for a new sign of life. */
    void wake() {
        loop.wake();
    }

    /** What the signs say is another thing by now: asks for them at once. */
    void ask() {
        isAsked = true;
        loop.wake();
    }

    private void pass() {
        long now = setup.clock().nanos();
        if (now - dueNanos < 0 && (failing || !(own.isOld() || isAsked))) {
            return;
        }
        isAsked = false;
        boolean wasAway = own.isOld();
        SignOfLife.Moment begun = own.now();
        try {
            Renewal renewal = setup.nodes().renew(setup.about().get());
            List<NodeSign> signs = renewal.nodes();
            setup.storeClock().read(renewal.now());
            failing = false;
            renewed(signs, begun, wasAway);
            boolean isHurried = own.isOld() || silence.isAnyLate();
            dueNanos = now + leaseNanos / (isHurried ? 10 : 3);
        } catch (RuntimeException
                | Error e) { // a driver's mistake is an outage like any other, and so is want of memory
            LOG.log(System.Logger.Level.DEBUG, "This node can't say that it is alive", e);
            failing = true;
            seen.clear(); // who says nothing now may be unable to
            dueNanos = setup.clock().nanos() + Math.min(leaseNanos / 10, MAX_RETRY_NANOS);
            silence.show();
        }
        after(dueNanos - setup.clock().nanos(), loop::wake);
    }

    private void renewed(List<NodeSign> signs, SignOfLife.Moment begun, boolean wasAway) {
        List<NodeSign> all = withRuns(signs);
        List<NodeSign> others =
                all.stream().filter(each -> !each.node().equals(setup.self())).toList();
        silence.heard(others, begun);
        setup.onSigns().accept(all);
        if (signs.isEmpty()) {
            own.alone();
        } else if (own.isOld()) { // by now, be it that the answer has taken so long
            upToHead.accept(() -> {
                own.given(begun);
                silence.show();
            });
        } else {
            own.given(begun);
            silence.show();
        }
        after(SignOfLife.patienceNanos(setup.lease()), silence::show); // the next renewal may hang
        if (wasAway) {
            seen.clear(); // it has not watched them all the while
        }
        watch(others, begun.nanos());
    }

    private void after(long nanos, Runnable action) {
        TaskClock.Timer ignored = setup.timers().after(Duration.ofNanos(Math.max(0, nanos)), action);
    }

    /** With those that have runs and no sign: one of them may have taken its leave too early. */
    private List<NodeSign> withRuns(List<NodeSign> signs) {
        List<NodeSign> all = new ArrayList<>(signs);
        Set<String> known = signs.stream().map(NodeSign::node).collect(Collectors.toSet());
        for (String node : elsewhere.nodes()) {
            if (!known.contains(node)) {
                all.add(NodeSign.none(node));
            }
        }
        return all;
    }

    /** A silence begins when a sign has been told, and lasts until it is asked again: what the answers take makes it no longer. */
    private void watch(List<NodeSign> others, long askedNanos) {
        long toldNanos = setup.clock().nanos();
        seen.keySet().retainAll(others.stream().map(NodeSign::node).collect(Collectors.toSet()));
        Set<String> gone = new TreeSet<>();
        for (NodeSign each : others) {
            Seen last = seen.get(each.node());
            if (last == null || last.sign != each.sign()) {
                seen.put(each.node(), new Seen(each.sign(), toldNanos));
            } else if (askedNanos - last.sinceNanos > leaseNanos) {
                gone.add(each.node());
            }
        }
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
