package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import dev.taskcast.http.Frame;
import dev.taskcast.http.Frame.Message;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TaskState;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client of a {@link World} that is held against the truth with each message: guarantees 1 and 2 of the wire. */
final class Watcher {
    /** How many transitions the log keeps at the least for those that stay connected. */
    private static final int RING = 1_024;

    /** How new a state is: the registration, the run, and how far the run is. */
    private record Version(long made, long run, int rank, long step) implements Comparable<Version> {
        private static final Comparator<Version> ORDER = Comparator.comparingLong(Version::made)
                .thenComparingLong(Version::run)
                .thenComparingInt(Version::rank)
                .thenComparingLong(Version::step);

        static Version of(Map<String, @Nullable Object> state) {
            long made = Long.parseLong((String) Objects.requireNonNull(state.get("title")));
            long run = state.get("run") instanceof BigDecimal number ? number.longValueExact() : 0;
            return switch ((String) Objects.requireNonNull(state.get("status"))) {
                case "pending" -> new Version(made, run, 0, 0);
                case "running" -> new Version(made, run, 1, step(state));
                default -> new Version(made, run, 2, state.containsKey("stopping") ? 0 : 1);
            };
        }

        private static long step(Map<String, @Nullable Object> state) {
            return state.get("progress") instanceof Map<?, ?> p && p.get("current") instanceof BigDecimal number
                    ? number.longValueExact()
                    : 0;
        }

        Version gone() {
            return new Version(made, Long.MAX_VALUE, 3, 0);
        }

        @Override
        public int compareTo(Version other) {
            return ORDER.compare(this, other);
        }
    }

    private final World world;
    private final ModelClient client;
    private final Map<String, Version> seen = new HashMap<>();
    private final double eagerness;
    private long at; // it was sent every transition up to here
    private long mayMergeUpTo; // but those up to here may have been merged
    private boolean dumping;

    Watcher(World world, TaskEndpoint endpoint, double eagerness) {
        this.world = world;
        this.eagerness = eagerness;
        client = new ModelClient(endpoint).checkedBy((message, of) -> check(message));
    }

    ModelClient client() {
        return client;
    }

    /** One of the things that a client does. */
    void step(SeededRandom random) {
        if (!client.isConnected()) {
            if (random.nextInt(3) == 0) {
                connect();
            }
        } else if (random.nextInt(40) == 0) {
            List<Frame> piece = next();
            piece.subList(0, piece.isEmpty() ? 0 : random.nextInt(piece.size() + 1))
                    .forEach(client::take);
            client.cut();
        } else if (random.nextDouble() < eagerness) {
            pull();
        }
    }

    void connect() {
        Long lastId = client.lastId();
        client.connect();
        dumping = lastId == null;
        if (lastId == null) {
            return;
        }
        at = lastId;
        int missed = world.truth().after(lastId);
        List<Frame> first = next();
        assertThat(((Message) first.getFirst()).type().equals("reset"))
                .as("a reset, having missed %s of the last %s", missed, world.window())
                .isEqualTo(missed > world.window());
        first.forEach(client::take);
    }

    void pull() {
        next().forEach(client::take);
    }

    private List<Frame> next() {
        if (client.isLive() && world.truth().after(at) > Math.max(RING, world.window())) {
            mayMergeUpTo = world.truth().head();
        }
        return client.next();
    }

    private void check(Message message) {
        switch (message.type()) {
            case "init" -> notOlder(message);
            case "update" -> {
                notOlder(message);
                inItsPlace(message);
            }
            case "remove" -> {
                isGone(message.taskId());
                inItsPlace(message);
            }
            case "ready" -> {
                // A replay has told everything up to it; a dump is as good as that.
                long upTo = Objects.requireNonNull(message.id());
                if (!dumping) {
                    Truth.Entry left = world.truth().next(at);
                    assertThat(left == null || left.position() > upTo)
                            .as("told before ready at %s: %s", upTo, left)
                            .isTrue();
                }
                at = Math.max(at, upTo);
                dumping = false;
            }
            default -> dumping = true;
        }
    }

    private void notOlder(Message message) {
        Version now = Version.of(message.state());
        Version before = seen.put(message.taskId(), now);
        if (before != null) {
            assertThat(now).as("never older than before: %s", message).isGreaterThanOrEqualTo(before);
            Map<String, @Nullable Object> known = client.task(message.taskId());
            if (before.rank() == 2 && now.run() == before.run() && now.made() == before.made() && known != null) {
                assertThat(message.state().get("status"))
                        .as("one terminal status a run")
                        .isEqualTo(known.get("status"));
            }
        }
    }

    private void isGone(String id) {
        Map<String, @Nullable Object> known = client.task(id);
        if (known != null) {
            Version version = Version.of(known);
            seen.put(id, version.gone());
            assertThat(world.tasks().getState(id).map(Watcher::title).orElse("none"))
                    .as("%s, which is removed, is gone", id)
                    .isNotEqualTo(known.get("title"));
        }
    }

    private static String title(TaskState state) {
        return Objects.requireNonNull(state.identity().title());
    }

    /** Transitions one after the other, each once; between them, with the id of the last, what has no position. */
    private void inItsPlace(Message message) {
        if (message.id() == null) {
            return; // completes a dump
        }
        long id = message.id();
        Truth.Entry next = world.truth().next(at);
        if (next != null && next.position() == id && next.id().equals(message.taskId())) {
            if (id > mayMergeUpTo) {
                assertThat(message.json().get("state"))
                        .as("%s as it was", message)
                        .isEqualTo(next.state());
            }
            at = id;
        } else if (id == at) {
            assertThat(message.told())
                    .as("%s between transitions", message)
                    .matches("update \\S+ (running|canceled) ?.*");
        } else {
            long skipped = world.truth().before(id);
            assertThat(skipped)
                    .as("no gap before %s, after %s", message, at)
                    .isLessThanOrEqualTo(Math.max(at, mayMergeUpTo));
            assertThat(id).as("no position is told twice: %s", message).isGreaterThan(at);
            at = id;
        }
    }
}
