package dev.taskcast.testkit.store;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.task.PagePlace;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopped;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Turn;
import dev.taskcast.task.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Tasks and questions by chance. Each question has a few words that the tasks have too, so that it finds some. */
final class RandomTasks {
    private static final List<String> TYPES = List.of("mail", "import", "Import", "report");
    private static final List<String> OWNERS =
            List.of("ann", "Ann", "b%b", "_", "ü\u0000", "half \ud83d", "back\\slash");
    private static final List<String> TAGS = List.of("a", "b", "", "ab", "with\u001fbar", "\n", "\\", "half \udc00");
    private static final List<String> QUEUES = List.of("post 📮", "q");
    private static final List<String> KEYS = List.of("tenant \"7\"", "k", "K");
    private static final List<String> KINDS = List.of("java.io.IOException", "java.lang.Error", "dev.Ünï$1");
    private static final List<String> TEXTS =
            List.of("Report of MAY", "straße 100%", "İstanbul", "a_b", "x\u0000y \ud83d", "");
    private static final List<String> WORDS = List.of("may", "100%", "_", "i̇", "STRASSE", "\u0000", "1", "zz");

    private final Random random;
    private final History history;
    private int made;

    RandomTasks(Random random, History history) {
        this.random = random;
        this.history = history;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private <T> @Nullable T oneOrNull(List<T> of) {
        return random.nextInt(3) == 0 ? null : one(of);
    }

    private <T> List<T> some(List<T> of, int most) {
        List<T> some = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            some.add(one(of));
        }
        return some.stream().distinct().toList();
    }

    /** Something happens to a task, or there is a new one. */
    void step() {
        List<TaskRow> rows = history.rows();
        history.passTime(one(List.of(-10, -10, -5, 0, 90, 5_000)));
        if (rows.size() < 5 || random.nextInt(4) == 0) {
            make();
            return;
        }
        TaskRow row = one(rows);
        String id = row.id();
        if (row.state() instanceof Running) {
            history.submit(id, end(row));
        } else if (row.state() instanceof Stopped stopped && stopped.stopping() != null && random.nextBoolean()) {
            history.submit(id, new Command.HandlerEnded(row.fence()));
        } else if (random.nextInt(25) == 0) {
            history.submit(id, new Command.Unregister());
        } else if (row.isWaiting() && random.nextInt(6) == 0) {
            history.submit(id, new Command.Cancel());
        } else if (!row.state().status().isTerminal() || random.nextInt(4) == 0) {
            history.start(id, "node-" + random.nextInt(2));
        }
    }

    private Command end(TaskRow row) {
        return switch (random.nextInt(5)) {
            case 0 -> new Command.Cancel();
            case 1 -> new Command.TimeOut(row.fence());
            case 2, 3 -> new Command.Fail(row.fence(), "failed: " + one(TEXTS), oneOrNull(KINDS), "at x", null);
            default -> new Command.Complete(row.fence(), null, List.of());
        };
    }

    private void make() {
        boolean isSubmitted = random.nextBoolean();
        TaskIdentity identity = new TaskIdentity(
                "t" + made++,
                one(TYPES),
                oneOrNull(TEXTS),
                null,
                oneOrNull(OWNERS),
                some(TAGS, 3),
                new Turn(oneOrNull(QUEUES), oneOrNull(KEYS), 4, 1));
        history.submit(
                identity.id(),
                isSubmitted
                        ? new Command.Register(
                                identity, Terms.DEFAULT, History.payload(1), new Waiting.ForSlot(0, 0, null, null))
                        : new Command.Register(identity, Terms.DEFAULT, null));
    }

    /** A question; {@code about} what has been asked for is in it often. */
    TaskQuery query(List<TaskStatus> statuses) {
        TaskQuery.Builder query = TaskQuery.builder()
                .statuses(statuses.toArray(TaskStatus[]::new))
                .sort(one(List.of(TaskSort.values())))
                .limit(random.nextInt(1, 12));
        for (int filters = random.nextInt(3); filters > 0; filters--) {
            filter(query);
        }
        return query.build();
    }

    private void filter(TaskQuery.Builder query) {
        switch (random.nextInt(9)) {
            case 0 -> query.types(array(some(TYPES, 3)));
            case 1 -> query.owners(array(some(OWNERS, 4)));
            case 2 -> query.tags(array(some(TAGS, 3)));
            case 3 -> query.queues(array(some(List.of("", "post 📮", "q", "none"), 2)));
            case 4 -> query.keys(array(some(KEYS, 2)));
            case 5 -> query.errorKinds(array(some(KINDS, 2)));
            case 6 -> query.text(one(WORDS));
            case 7 -> query.ids("t" + random.nextInt(made + 1), "t" + random.nextInt(made + 1));
            default -> {
                Instant now = Instant.ofEpochMilli(history.now());
                query.since(now.minusMillis(random.nextInt(200_000)).plusNanos(random.nextInt(2)));
                if (random.nextBoolean()) {
                    query.until(now.plusMillis(random.nextInt(1, 50_000)));
                }
            }
        }
    }

    private static String[] array(List<String> values) {
        return values.toArray(String[]::new);
    }

    /** Somewhere, whether a task is there or not. */
    @Nullable
    PagePlace place(TaskSort sort, List<PagePlace> places) {
        if (places.isEmpty() || random.nextInt(3) == 0) {
            return null;
        }
        PagePlace place = one(places);
        return sort.by() == TaskSort.By.CREATED
                ? place
                : new PagePlace(place.value() + random.nextInt(2), place.created() + random.nextInt(2));
    }

    List<TaskStatus> statuses(List<TaskStatus> among) {
        List<TaskStatus> some = some(among, 3);
        return some.isEmpty() ? among : some;
    }
}
