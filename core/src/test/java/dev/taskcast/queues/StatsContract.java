package dev.taskcast.queues;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.Held;
import dev.taskcast.SeededRandom;
import dev.taskcast.TaskManager;
import dev.taskcast.task.QueueControl;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.Retry;
import dev.taskcast.task.Standing;
import dev.taskcast.task.Standing.Why;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskStats;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The numbers that are kept are those that somebody comes to who counts. */
abstract class StatsContract extends QueueRig {
    private static final int STEPS = 120;

    private final List<TaskType<String, Void>> types = new ArrayList<>();
    private final List<Held.Run> runs = new ArrayList<>();
    private int made;

    static SeededRandom[] randoms() {
        return SeededRandom.several(8);
    }

    private void open() {
        TaskManager opened = open(builder -> builder.slots(3)
                .maxConcurrent(6)
                .maxHistory(20)
                .queue(
                        "mail",
                        QueueOptions.builder()
                                .maxConcurrent(2)
                                .maxConcurrentPerKey(1)
                                .build()));
        type(opened, "plain", TaskOptions.DEFAULT);
        type(opened, "mailed", TaskOptions.builder().queue("mail").build());
        type(opened, "again", TaskOptions.builder().retry(Retry.times(2)).build());
        for (String id : List.of("r1", "r2")) {
            opened.register(
                    id,
                    stubborn,
                    TaskOptions.builder()
                            .queue("mail")
                            .timeout(Duration.ofHours(1))
                            .build());
        }
    }

    private void type(TaskManager of, String name, TaskOptions options) {
        types.add(of.type(
                name,
                String.class,
                Void.class,
                (ctx, payload) -> {
                    held.run(ctx);
                    return null;
                },
                TypeOptions.<String>builder().tasks(options).build()));
    }

    @ParameterizedTest
    @MethodSource("randoms")
    void theyAreWhatSomebodyComesToWhoCounts(SeededRandom random) throws InterruptedException {
        open();
        for (int i = 0; i < STEPS; i++) {
            step(random);
            try {
                Awaitility.await("step " + i + ", " + random)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .atMost(Await.LIMIT)
                        .untilAsserted(this::areRight);
            } catch (ConditionTimeoutException e) {
                throw new AssertionError(random + ", step " + i, e);
            }
        }
        endAll();
    }

    private void endAll() {
        tasks().getAllStates().forEach(state -> {
            var ignored = tasks().cancel(state.id());
        });
        Awaitility.await("all handlers have returned").atMost(Await.LIMIT).until(() -> {
            takeBegun();
            runs.forEach(Held.Run::end);
            return tasks().getAllStates().stream()
                    .noneMatch(state -> state.status() == TaskStatus.RUNNING
                            || state.toString().contains("Stopping["));
        });
    }

    private void step(SeededRandom random) throws InterruptedException {
        takeBegun();
        switch (random.nextInt(13)) {
            case 0, 1, 2, 3 -> submitOne(random);
            case 4, 5 -> end(random, false);
            case 6 -> end(random, true);
            case 7 -> {
                var ignored = tasks().cancel(anyId(random));
            }
            case 8 -> {
                var ignored = tasks().start(anyId(random));
            }
            case 9 -> {
                boolean ignored = tasks().unregister("t" + random.nextInt(made + 1));
            }
            case 10 -> limit(random, tasks().queue(random.nextBoolean() ? "mail" : "other"));
            case 11 -> clock.advance(Duration.ofMillis(random.nextInt(40_000)));
            default -> tasks().queue("mail").clear();
        }
    }

    private void takeBegun() throws InterruptedException {
        while (held.waiting() > 0) {
            runs.add(held.next());
        }
        while (stubborn.waiting() > 0) {
            runs.add(stubborn.next());
        }
    }

    private void submitOne(SeededRandom random) {
        SubmitOptions.Builder options = SubmitOptions.builder().id("t" + made++).priority(random.nextInt(10));
        if (random.nextBoolean()) {
            options.key("k" + random.nextInt(3));
        }
        if (random.nextInt(4) == 0) {
            options.after(Duration.ofMillis(1 + random.nextInt(60_000)));
        }
        TaskState ignored = tasks().submit(types.get(random.nextInt(types.size())), "", options.build());
    }

    private String anyId(SeededRandom random) {
        return random.nextInt(4) == 0 ? "r" + (1 + random.nextInt(2)) : "t" + random.nextInt(made + 1);
    }

    private void end(SeededRandom random, boolean badly) {
        if (!runs.isEmpty()) {
            Held.Run run = runs.remove(random.nextInt(runs.size()));
            if (badly) {
                run.fail(new IllegalStateException("badly"));
            } else {
                run.end();
            }
        }
    }

    private static void limit(SeededRandom random, QueueControl queue) {
        switch (random.nextInt(6)) {
            case 0 -> queue.pause();
            case 1, 2 -> queue.resume();
            case 3 -> queue.rate(1 + random.nextInt(2), Duration.ofMillis(1 + random.nextInt(20_000)));
            case 4 -> queue.maxConcurrent("k1", random.nextInt(2));
            default -> queue.maxConcurrent(random.nextInt(4));
        }
    }

    private void areRight() {
        TaskStats stats = tasks().stats();
        List<TaskState> all = tasks().getAllStates();
        Map<TaskStatus, Long> byStatus = new EnumMap<>(TaskStatus.class);
        Map<String, Map<TaskStatus, Long>> byType = new HashMap<>();
        Map<String, Map<Why, Long>> byQueue = new HashMap<>();
        long oldest = Long.MAX_VALUE;
        for (TaskState state : all) {
            byStatus.merge(state.status(), 1L, Long::sum);
            byType.computeIfAbsent(state.identity().type(), type -> new EnumMap<>(TaskStatus.class))
                    .merge(state.status(), 1L, Long::sum);
            Standing standing = state instanceof Pending pending ? pending.standing() : null;
            if (standing != null) {
                String queue = state.identity().turn().queue();
                byQueue.computeIfAbsent(queue == null ? "" : queue, name -> new EnumMap<>(Why.class))
                        .merge(standing.why(), 1L, Long::sum);
                oldest = Math.min(oldest, waitsSince((Pending) state, standing));
            }
        }
        assertThat(stats.byStatus()).isEqualTo(byStatus);
        assertThat(stats.byType()).isEqualTo(byType);
        assertThat(stats.byQueue()).isEqualTo(byQueue);
        Instant since = stats.waitingSince();
        assertThat(since == null ? Long.MAX_VALUE : since.toEpochMilli()).isBetween(oldest - 1_024, oldest);
    }

    private static long waitsSince(Pending pending, Standing standing) {
        return switch (standing.why()) {
            case DELAY, RETRY, STOPPING -> Long.MAX_VALUE;
            default ->
                pending.waiting() instanceof dev.taskcast.task.Waiting.ForTime time
                        ? time.until()
                        : pending.waiting().since() == 0
                                ? Long.MAX_VALUE
                                : pending.waiting().since();
        };
    }

    @Test
    void endsAreCountedForAMinute() throws InterruptedException {
        open();
        for (String id : List.of("a", "b", "c")) {
            TaskState ignored = submit(id);
        }
        next().end();
        next().fail(new IllegalStateException("badly"));
        Held.Run last = next();
        await(Map.of(TaskStatus.COMPLETED, 1L, TaskStatus.ERROR, 1L));
        clock.advance(Duration.ofSeconds(58));
        var ignored = tasks().cancel(last.ctx().id());
        await(Map.of(TaskStatus.COMPLETED, 1L, TaskStatus.ERROR, 1L, TaskStatus.CANCELED, 1L));
        clock.advance(Duration.ofSeconds(2));
        await(Map.of(TaskStatus.CANCELED, 1L));
        clock.advance(Duration.ofDays(1));
        await(Map.of());
    }

    private void await(Map<TaskStatus, Long> ended) {
        Awaitility.await("" + ended)
                .atMost(Await.LIMIT)
                .untilAsserted(() -> assertThat(tasks().stats().ended()).isEqualTo(ended));
    }

    @Test
    void itTellsOfTheSlotsOfTheNode() throws InterruptedException {
        open();
        for (int i = 0; i < 5; i++) {
            TaskState ignored = submit("t" + i);
        }
        for (int i = 0; i < 3; i++) {
            runs.add(next());
        }
        assertThat(tasks().stats().slots()).isEqualTo(new TaskStats.Slots(3, 0));
        assertThat(tasks().stats().waiting()).isEqualTo(Map.of(Why.SLOT, 2L));
        assertThat(tasks().stats().nodes().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(journal == null ? 0 : 3);
        runs.forEach(Held.Run::end);
        next().end();
        next().end();
        Awaitility.await("all are free")
                .atMost(Await.LIMIT)
                .until(() -> new TaskStats.Slots(3, 3).equals(tasks().stats().slots()));
    }

    @Test
    void ofMoreTypesThanAreNamedTheSumsAreRight() {
        open();
        for (int i = 0; i < TaskStats.MOST + 100; i++) {
            tasks().register("type" + i, ctx -> {});
        }
        assertThat(tasks().stats().byType()).hasSize(TaskStats.MOST);
        assertThat(tasks().stats().byStatus()).isEqualTo(Map.of(TaskStatus.PENDING, TaskStats.MOST + 102L));
        for (int i = TaskStats.MOST + 99; i >= 0; i--) {
            assertThat(tasks().unregister("type" + i)).isTrue();
        }
        assertThat(tasks().stats().byStatus()).isEqualTo(Map.of(TaskStatus.PENDING, 2L));
        assertThat(tasks().stats().byType()).containsOnlyKeys("r1", "r2");
    }
}
