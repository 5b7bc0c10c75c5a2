package dev.taskcast.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.TaskServer;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.testkit.proxy.FaultProxy;
import dev.taskcast.testkit.proxy.Faults;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams are cut anywhere, held back, delayed and doubled: no end of a run is lost, and no state goes back. */
class CutsTest {
    private static final String[] IDS = {"a", "b", "c"};

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
    }

    /** A fixed one and a fresh one; {@code -Dtaskcast.seed=N} takes that one only. */
    static LongStream seeds() {
        Long wanted = Long.getLong("taskcast.seed");
        return wanted == null ? LongStream.of(0, RandomGenerator.getDefault().nextLong()) : LongStream.of(wanted);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noEndIsLostAndNoStateGoesBack(long seed) {
        assertThat(cut(seed, 20)).isGreaterThanOrEqualTo(20);
    }

    @Test
    @Tag("long")
    void noEndIsLostAndNoStateGoesBackInAThousandCuts() {
        int cuts = 0;
        for (long seed = 1; cuts < 1_000; seed++) {
            cuts += cut(seed, 50);
        }
    }

    /** Runs tasks until the stream was cut so many times. */
    private static int cut(long seed, int least) {
        try (TaskManager tasks = TaskManager.create();
                TaskServer server = TaskServer.builder()
                        .endpoint(TaskEndpoint.builder(tasks)
                                .heartbeatInterval(Duration.ofSeconds(1))
                                .build())
                        .port(0)
                        .start();
                FaultProxy proxy = new FaultProxy(server.port(), seed)) {
            for (String id : IDS) {
                tasks.register(id, ctx -> {
                    for (int i = 1; i <= 3; i++) {
                        ctx.progress("Working", i, 3);
                    }
                    ctx.result(ctx.run());
                });
            }
            Order order = new Order();
            try (TaskEventSource source = TaskEventSource.builder(
                            URI.create("http://localhost:" + proxy.port() + "/tasks/events"))
                    .reconnectDelay(Duration.ofMillis(1))
                    .maxReconnectDelay(Duration.ofMillis(20))
                    .onMessage(order::message)
                    .onChange(order::change)
                    .connect()) {
                await().until(() -> source.state() == ConnectionState.LIVE);
                proxy.faults(new Faults(0.15, 0.1, 0.1, 0.05, Duration.ofMillis(5)));
                int runs = 0;
                while (proxy.cuts() < least || runs < 20) {
                    runs++;
                    runAll(tasks, runs);
                }
                proxy.faults(Faults.NONE);
                proxy.cut(); // what is held back until the next frame comes with the replay
                int last = runs;
                await().alias("seed " + seed)
                        .until(() -> source.state() == ConnectionState.LIVE && order.areDone(last));
                order.check(seed, last);
                assertThat(source.isBuffered()).as("seed %d", seed).isFalse();
                for (String id : IDS) {
                    assertThat(source.task(id)).as("seed %d", seed).isEqualTo(tasks.getState(id));
                }
            }
            return proxy.cuts();
        }
    }

    private static void runAll(TaskManager tasks, int run) {
        for (String id : IDS) {
            assertThat(tasks.start(id)).isEqualTo(StartOutcome.STARTED);
        }
        for (String id : IDS) {
            await().until(() -> tasks.getState(id).orElseThrow().status() == TaskStatus.COMPLETED);
            assertThat(tasks.getState(id).orElseThrow().run()).isEqualTo(run);
        }
    }

    /** What was told, by messages and by changes. */
    private static final class Order {
        private final List<TaskState> messages = new CopyOnWriteArrayList<>();
        private final List<TaskState> changes = new CopyOnWriteArrayList<>();

        void message(TaskMessage message) {
            if (message instanceof TaskMessage.Updated updated) {
                messages.add(updated.state());
            } else if (message instanceof TaskMessage.Reset) {
                throw new AssertionError("Nothing was so long ago that it is to be told anew");
            }
        }

        void change(TaskChange change) {
            if (change instanceof TaskChange.Updated updated) {
                changes.add(updated.state());
            }
        }

        boolean areDone(int run) {
            return IntStream.range(0, IDS.length)
                    .allMatch(i -> ends(messages, IDS[i]).contains(run)
                            && ends(changes, IDS[i]).contains(run));
        }

        private static List<Integer> ends(List<TaskState> states, String id) {
            return states.stream()
                    .filter(state -> state.id().equals(id) && state.status().isTerminal())
                    .map(TaskState::run)
                    .distinct()
                    .toList();
        }

        void check(long seed, int runs) {
            List<Integer> all = IntStream.rangeClosed(1, runs).boxed().toList();
            for (List<TaskState> states : List.of(messages, changes)) {
                for (String id : IDS) {
                    assertThat(ends(states, id))
                            .as("seed %d, ends of %s", seed, id)
                            .isEqualTo(all);
                }
            }
            neverBack(seed, changes);
            neverTwice(seed, changes);
        }

        /** By run, then by status, then by progress. */
        private static void neverBack(long seed, List<TaskState> states) {
            Map<String, TaskState> newest = new HashMap<>();
            for (TaskState state : new ArrayList<>(states)) {
                TaskState before = newest.put(state.id(), state);
                if (before != null) {
                    assertThat(rank(state))
                            .as("seed %d: %s after %s", seed, state, before)
                            .isGreaterThanOrEqualTo(rank(before));
                }
            }
        }

        /** A change is one: a task is never told as it was told before. */
        private static void neverTwice(long seed, List<TaskState> states) {
            for (String id : IDS) {
                List<TaskState> own =
                        states.stream().filter(state -> state.id().equals(id)).toList();
                for (int i = 1; i < own.size(); i++) {
                    assertThat(own.get(i)).as("seed %d", seed).isNotEqualTo(own.get(i - 1));
                }
            }
        }

        private static double rank(TaskState state) {
            double part = state instanceof TaskState.Running running
                            && Double.isFinite(running.progress().current())
                    ? running.progress().current() / 10
                    : state.status().isTerminal() ? 0.9 : 0;
            return state.run() + part;
        }
    }
}
