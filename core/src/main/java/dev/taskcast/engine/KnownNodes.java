package dev.taskcast.engine;

import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.NodeSign;
import dev.taskcast.task.TaskNode;
import dev.taskcast.task.TaskStats;
import dev.taskcast.time.TaskClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The nodes that this one knows of, itself first. Thread-safe. */
final class KnownNodes {
    /** When a node was heard of. */
    interface Signs {
        /**
         * The last sign of another node.
         *
         * @param node its name
         * @return in epoch milliseconds; 0 where nothing is known
         */
        long lastMillis(String node);

        /**
         * Whether a node is shown as lost.
         *
         * @param node its name; may be this one
         * @return whether it is
         */
        boolean isLost(String node);
    }

    /** Of a node that is alone. */
    static final Signs NONE = new Signs() {
        @Override
        public long lastMillis(String node) {
            return 0;
        }

        @Override
        public boolean isLost(String node) {
            return false;
        }
    };

    private final String self;
    private final OwnNode own;
    private final Supplier<Map<String, Long>> running;
    private final TaskClock clock;
    private volatile List<NodeSign> others = List.of();
    private volatile TaskNode.Hearing hearing = TaskNode.Hearing.ALONE;
    private volatile Signs signs = NONE;

    /**
     * Only this one.
     *
     * @param self its name
     * @param own what it says of itself
     * @param running how many runs go on, by the names of nodes
     * @param clock the time of day
     */
    KnownNodes(String self, OwnNode own, Supplier<Map<String, Long>> running, TaskClock clock) {
        this.self = self;
        this.own = own;
        this.running = running;
        this.clock = clock;
    }

    /** This is who knows when a node was heard of. */
    void ask(Signs of) {
        signs = of;
    }

    /** The signs of all nodes, this one included. */
    void heard(List<NodeSign> all) {
        List<NodeSign> found = new ArrayList<>();
        for (NodeSign sign : all) {
            if (sign.node().equals(self)) {
                hearing = sign.about().hearing();
            } else {
                found.add(sign);
            }
        }
        found.sort(Comparator.comparing(NodeSign::node));
        others = List.copyOf(found);
    }

    /** What this one says of itself. */
    NodeAbout about() {
        return own.about();
    }

    boolean isSelf(String node) {
        return node.equals(self);
    }

    List<String> names() {
        return Stream.concat(Stream.of(self), others.stream().map(NodeSign::node))
                .toList();
    }

    List<TaskNode> read() {
        Map<String, Long> runs = running.get();
        List<TaskNode> nodes = new ArrayList<>();
        NodeAbout about = own.about();
        nodes.add(node(
                new NodeSign(self, 0, 0, 0, about.isDrained(), about),
                hearing,
                Instant.ofEpochMilli(clock.millis()),
                runs.getOrDefault(self, 0L)));
        for (NodeSign sign : others) {
            long millis = sign.isNone() ? 0 : signs.lastMillis(sign.node());
            nodes.add(node(
                    sign, sign.about().hearing(), Instant.ofEpochMilli(millis), runs.getOrDefault(sign.node(), 0L)));
        }
        return List.copyOf(nodes);
    }

    private TaskNode node(NodeSign sign, TaskNode.Hearing how, Instant lastSign, long runs) {
        NodeAbout about = sign.about();
        return new TaskNode(
                sign.node(),
                sign.node().equals(self),
                about.version(),
                about.since() == 0 ? null : Instant.ofEpochMilli(about.since()),
                lastSign,
                sign.isNone() || signs.isLost(sign.node()),
                sign.isDrained(),
                about.slots() == NodeAbout.ANY_NUMBER
                        ? null
                        : new TaskStats.Slots(about.slots(), Math.clamp(about.free(), 0, about.slots())),
                runs,
                about.load(),
                about.types(),
                how);
    }
}
