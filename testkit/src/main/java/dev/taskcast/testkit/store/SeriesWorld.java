package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.series.Buckets;
import dev.taskcast.series.SeriesTable;
import dev.taskcast.series.Sums;
import dev.taskcast.store.Batch;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopped;
import dev.taskcast.task.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Tasks to which random things happen, on any number of nodes, and somebody who counts along. */
public final class SeriesWorld {
    private static final List<String> TYPES = List.of("mail", "report", "ünï 📮", "import");

    private final Random random;
    private final NaiveSeries naive = new NaiveSeries();
    private long now = 1_700_000_000_000L;
    private int made;

    /**
     * Without tasks.
     *
     * @param seed what happens
     */
    public SeriesWorld(long seed) {
        random = new Random(seed);
    }

    /**
     * A number by chance.
     *
     * @param below what it is below
     * @return 0 or more
     */
    public int next(int below) {
        return random.nextInt(below);
    }

    /**
     * Things happen, and are kept.
     *
     * @param store an open one
     * @param history the node's, which knows all that was kept
     * @param steps how many
     */
    public void live(TaskStore store, History history, int steps) {
        for (int i = 0; i < steps; i++) {
            now += pause();
            history.passTime(now - history.now());
            step(history);
            now = history.now();
        }
        Batch batch = history.batch();
        assertThat(store.journal().append(batch)).isTrue();
        batch.changes().forEach(naive::take);
    }

    private long pause() {
        return switch (random.nextInt(12)) {
            case 0 -> 60_000L * random.nextInt(30);
            case 1 -> -random.nextInt(90_000);
            case 2, 3 -> random.nextInt(20_000);
            default -> random.nextInt(40);
        };
    }

    private void step(History history) {
        List<TaskRow> rows = history.rows();
        if (rows.size() < 6 || random.nextInt(5) == 0) {
            make(history);
            return;
        }
        TaskRow row = rows.get(random.nextInt(rows.size()));
        String id = row.id();
        if (row.state() instanceof Running running && running.placement().moving()) {
            history.start(id, "node-1");
        } else if (row.state() instanceof Running) {
            history.submit(id, end(row));
        } else if (row.state() instanceof Stopped stopped && stopped.stopping() != null) {
            history.submit(id, new Command.HandlerEnded(row.fence(), random.nextBoolean() ? again() : null));
        } else if (row.state() instanceof Pending && row.isWaiting() && random.nextInt(6) == 0) {
            history.submit(id, new Command.Cancel());
        } else if (random.nextInt(12) == 0) {
            history.submit(id, new Command.Unregister());
        } else {
            if (row.mayRest()) {
                history.wake(id);
            }
            history.start(id, "node-" + random.nextInt(2));
        }
    }

    private Command end(TaskRow row) {
        return switch (random.nextInt(9)) {
            case 0 -> new Command.Cancel();
            case 1 -> new Command.TimeOut(row.fence());
            case 2 -> new Command.Fail(row.fence(), "so it is");
            case 3, 4 -> new Command.Fail(row.fence(), "once more", null, null, again());
            case 5 -> new Command.Interrupt(row.fence(), null, random.nextBoolean() ? 0 : now);
            case 6 -> new Command.HandBack(row.fence());
            default -> new Command.Complete(row.fence(), null, List.of());
        };
    }

    private Command.Again again() {
        return new Command.Again(now, now + random.nextInt(3_000), false, null);
    }

    private void make(History history) {
        String id = "s" + made++;
        TaskIdentity identity =
                new TaskIdentity(id, TYPES.get(random.nextInt(TYPES.size())), null, null, null, List.of());
        history.submit(
                id,
                switch (random.nextInt(3)) {
                    case 0 -> new Command.Register(identity, Terms.DEFAULT, null);
                    case 1 ->
                        new Command.Register(
                                identity,
                                Terms.restarting(true),
                                History.payload(1),
                                new Waiting.ForSlot(0, now, null, null));
                    default ->
                        new Command.Register(
                                identity,
                                Terms.DEFAULT,
                                History.payload(1),
                                new Waiting.ForTime(0, now, now + random.nextInt(2_000), false, null, null));
                });
    }

    /** What has happened so far is not to be counted. */
    public void forget() {
        naive.forget();
    }

    /**
     * Checks that a store has counted what has happened, no more and no less.
     *
     * @param store an open one
     */
    public void isCounted(TaskStore store) {
        SeriesTable table = store.series().orElseThrow();
        List<String> all = new ArrayList<>(TYPES);
        all.add(Sums.ALL);
        for (Buckets buckets : Buckets.values()) {
            assertThat(NaiveSeries.read(table, buckets, all))
                    .as("%s after %s events", buckets, naive.size())
                    .isEqualTo(naive.counted(buckets));
        }
        assertThat(table.busiest(Buckets.HOURS, 0, Long.MAX_VALUE, 2)).isEqualTo(naive.busiest(2));
    }
}
