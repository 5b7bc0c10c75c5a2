package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.Invariants;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Lifecycle;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** What must hold at the end of a {@link FaultyWorld}. */
final class FaultyVerdict {
    private final FaultyWorld world;
    private final FaultyFacts facts;
    private final Map<String, String> lastNode = new HashMap<>(); // of the last run of each task

    FaultyVerdict(FaultyWorld world) {
        this.world = world;
        facts = world.facts;
    }

    void check() {
        Awaitility.await("the end of all runs")
                .atMost(Await.LIMIT)
                .untilAsserted(() -> assertThat(world.journal.rows().values())
                        .filteredOn(row -> !isAtRest(row.state()))
                        .isEmpty());
        // A node that has failed often waits for longer before it tries again than its callers wait for it.
        Awaitility.await("stores that are up")
                .atMost(Await.LIMIT)
                .untilAsserted(() -> assertThat(world.live)
                        .allMatch(node -> node.tasks.getStoreStatus().isUp()));
        world.live.forEach(node -> node.recorder.drain(node.tasks));
        checkJournal(world.journal.kept());
        checkNodes();
        facts.acknowledged.forEach(this::checkSubmitted);
        checkBegun();
        long leaseNanos = FaultyNode.LEASE.toNanos();
        assertThat(world.journal.takeovers())
                .as("runs of nodes that were not gone")
                .allMatch(takeover -> takeover.isOfNodeThatWasSilentFor(leaseNanos, leaseNanos / 10 * 7));
        assertThat(facts.problems).isEmpty();
    }

    private static boolean isAtRest(TaskState state) {
        return switch (state) {
            case Pending pending -> !pending.waiting().isQueued();
            case Running running -> false;
            case Stopped stopped -> stopped.stopping() == null;
            case Completed completed -> true;
            case Failed failed -> true;
        };
    }

    /** Positions rise, each change follows from the one before it, and run numbers are as the lifecycle says. */
    private void checkJournal(List<Applied> kept) {
        Map<String, TaskRow> rows = new HashMap<>();
        long position = 0;
        for (Applied applied : kept) {
            if (applied.change().next() instanceof Decision.OfNoTask) {
                continue;
            }
            String id = applied.change().id();
            TaskRow before = rows.get(id);
            TaskRow after = applied.after();
            if (applied.change().next() instanceof Decision.Woken woken) {
                assertThat(woken.row()).as("what is woken").isEqualTo(before);
                assertThat(woken.row().mayRest()).isTrue();
                continue;
            }
            assertThat(plain(applied.change().from()))
                    .as("what was decided from")
                    .isEqualTo(plain(before));
            if (before == null || applied.position() != before.position()) {
                assertThat(applied.position()).isGreaterThan(position);
                position = applied.position();
            }
            if (after == null) {
                rows.remove(id);
                continue;
            }
            rows.put(id, after);
            checkRun(applied, before, after);
        }
        assertThat(world.journal.rows()).isEqualTo(rows);
    }

    /** Without the progress of a run, which is kept beside the journal. */
    private static @Nullable TaskRow plain(@Nullable TaskRow row) {
        return row != null && row.state() instanceof Running running
                ? row.with(running.with(TaskProgress.STARTING))
                : row;
    }

    private void checkRun(Applied applied, @Nullable TaskRow before, TaskRow after) {
        int runBefore = before == null ? 0 : before.state().run();
        int run = after.state().run();
        if (applied.change().next() instanceof Decision.Started started) {
            assertThat(run).as("%s", applied).isEqualTo(runBefore + 1);
            assertThat(after.fence()).isEqualTo(applied.position());
            lastNode.put(after.id(), String.valueOf(started.state().placement().node()));
        } else if (after.state() instanceof Pending && before != null && before.state() instanceof Running) {
            assertThat(run).as("%s", applied).isEqualTo(runBefore - 1);
        } else {
            assertThat(run).as("%s", applied).isEqualTo(runBefore);
        }
    }

    /** All nodes say the same, and so did what their subscribers were told. */
    private void checkNodes() {
        Map<String, TaskState> states = new HashMap<>();
        world.journal.rows().forEach((id, row) -> states.put(id, row.state()));
        for (FaultyNode node : world.live) {
            Awaitility.await("what " + node + " knows")
                    .atMost(Await.LIMIT)
                    .untilAsserted(() -> assertThat(statesOf(node)).isEqualTo(states));
            Awaitility.await("what the subscriber of " + node + " was told")
                    .atMost(Await.LIMIT)
                    .untilAsserted(() -> assertThat(states).containsAllEntriesOf(told(node)));
        }
        world.all.stream()
                .filter(node -> node.store.readAnew() == 0) // else its subscriber may have missed removals
                .forEach(node -> Invariants.check(node.recorder.changes()));
    }

    /** Of a node that has read all anew its subscriber may have missed what is not held. */
    private static Map<String, TaskState> told(FaultyNode node) {
        Map<String, TaskState> told = node.recorder.newest();
        if (node.store.readAnew() > 0) {
            Set<String> held =
                    node.tasks.getAllStates().stream().map(TaskState::id).collect(Collectors.toSet());
            told.keySet().retainAll(held);
        }
        return told;
    }

    /** What it holds, and what rests. */
    private Map<String, TaskState> statesOf(FaultyNode node) {
        Map<String, TaskState> states = new HashMap<>();
        node.tasks.getAllStates().forEach(state -> states.put(state.id(), state));
        world.journal.rows().keySet().forEach(id -> node.tasks.getState(id).ifPresent(state -> states.put(id, state)));
        return states;
    }

    private void checkSubmitted(String id, FaultyKind kind) {
        TaskRow row = world.journal.rows().get(id);
        assertThat(row).as("%s, which was acknowledged", id).isNotNull();
        TaskState state = row.state();
        if (facts.canceled.contains(id)) {
            assertThat(state).as("a task whose cancel was acknowledged").isInstanceOf(Canceled.class);
        }
        switch (state) {
            case Completed completed -> checkCompleted(id, kind);
            case Canceled canceled -> assertThat(facts.cancelTried).contains(id);
            case Failed failed -> checkFailed(id, kind, failed.error());
            default -> throw new AssertionError("Wanted the end of " + kind + ", got: " + state);
        }
    }

    private void checkCompleted(String id, FaultyKind kind) {
        assertThat(kind).isNotEqualTo(FaultyKind.THROWS);
        if (kind == FaultyKind.TRACK) {
            assertThat(facts.items.getOrDefault(id, Set.of())).hasSameElementsAs(FaultyNode.ITEMS);
        }
    }

    private void checkFailed(String id, FaultyKind kind, String error) {
        if (error.equals(Lifecycle.INTERRUPTED)) {
            assertThat(kind.restarts())
                    .as("%s was interrupted, and restarts", id)
                    .isFalse();
            assertThat(wasDisturbed(lastNode.get(id)) || wasTakenOver(id))
                    .as("a fault of %s, which ran %s %s", lastNode.get(id), kind, id)
                    .isTrue();
        } else if (error.startsWith(Lifecycle.INTERRUPTED)) {
            assertThat(kind.restarts()).as("%s %s: %s", kind, id, error).isTrue();
            assertThat(world.journal.lossesInARow(id))
                    .as("losses of %s %s in a row: %s", kind, id, error)
                    .isGreaterThanOrEqualTo(3);
        } else {
            assertThat(kind + " " + error).isEqualTo(FaultyKind.THROWS + " " + FaultyKind.BOOM);
        }
    }

    private boolean wasDisturbed(@Nullable String nodeName) {
        return world.all.stream().anyMatch(node -> node.disturbed && nodeName != null && isOn(node, nodeName));
    }

    /** As may happen to any node that gets no processor for a lease. */
    private boolean wasTakenOver(String id) {
        return world.journal.takeovers().stream()
                .anyMatch(
                        takeover -> takeover.id().equals(id) && takeover.node().equals(lastNode.get(id)));
    }

    private static boolean isOn(FaultyNode node, String nodeName) {
        return nodeName.startsWith(node.name + "-");
    }

    private void checkBegun() {
        assertThat(facts.begunByRun)
                .allSatisfy((run, times) -> assertThat(times).isEqualTo(1));
        for (FaultyKind kind : FaultyKind.values()) {
            if (!kind.restarts()) {
                assertThat(facts.begun.getOrDefault(kind.registered(), 0))
                        .as("runs of %s", kind)
                        .isLessThanOrEqualTo(facts.starts.getOrDefault(kind.registered(), 0));
            }
        }
        facts.acknowledged.forEach((id, kind) -> {
            if (!kind.restarts()) {
                assertThat(facts.begun.getOrDefault(id, 0)).as("runs of %s", id).isLessThanOrEqualTo(1);
            }
        });
    }
}
