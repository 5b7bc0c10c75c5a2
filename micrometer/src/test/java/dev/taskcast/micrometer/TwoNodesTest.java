package dev.taskcast.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.Retry;
import dev.taskcast.task.SeriesQuery;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskSeries;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Terminal;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToLongFunction;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A script over two nodes on one PostgreSQL: the meters of both say together what has happened, and each what it has done itself. */
class TwoNodesTest {
    private static EmbeddedPostgres server;

    /** A manager with its meters. */
    private static final class Node {
        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private final Read read = new Read(registry);
        private final TaskManager tasks;
        private final TaskType<String, Void> report;
        private final TaskType<String, Void> mail;
        private final TaskType<String, Void> slow;

        Node(String name, DataSource source, TaskType.Handler<String, Void> handler) {
            TaskMeters meters = new TaskMeters(registry);
            tasks = TaskManager.builder()
                    .store(JdbcTaskStore.of(source))
                    .nodeName(name)
                    .closeTimeout(Duration.ofMillis(100))
                    .lease(Duration.ofSeconds(60))
                    .storeTimeout(Duration.ofSeconds(60))
                    .observer(meters)
                    .build();
            report = type("report", handler, TaskOptions.builder().queue("reports"));
            mail = type(
                    "mail",
                    handler,
                    TaskOptions.builder().retry(Retry.times(1).waits(Duration.ZERO, Duration.ofMillis(1))));
            slow = type("slow", handler, TaskOptions.builder().timeout(Duration.ofMillis(50)));
            meters.bind(tasks);
        }

        private TaskType<String, Void> type(
                String name, TaskType.Handler<String, Void> handler, TaskOptions.Builder options) {
            TypeOptions<String> ofType =
                    TypeOptions.<String>builder().tasks(options.build()).build();
            return tasks.type(name, String.class, Void.class, handler, ofType);
        }

        String name() {
            return tasks.nodes().getFirst().name();
        }
    }

    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private final CountDownLatch never = new CountDownLatch(1);
    private final List<Node> nodes = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private Node a;
    private Node b;
    private Read both;

    @BeforeAll
    static void startServer() throws IOException {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(100));
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
        Awaitility.reset();
    }

    @BeforeEach
    void startNodes() {
        DataSource source = server.getPostgresDatabase();
        a = new Node("a", source, this::handle);
        nodes.add(a);
        b = new Node("b", source, this::handle);
        nodes.add(b);
        both = new Read(a.registry, b.registry);
    }

    @AfterEach
    void stopNodes() {
        nodes.forEach(node -> node.tasks.close());
    }

    private Void handle(TaskContext ctx, String payload) throws Exception {
        switch (payload) {
            case "fails" -> throw new IOException("no");
            case "fails once" -> {
                if (failed.add(ctx.id())) {
                    throw new IOException("not yet");
                }
            }
            case "holds" -> never.await();
            default -> assertThat(payload).isEqualTo("ends");
        }
        return null;
    }

    private String submit(Node node, TaskType<String, Void> type, String payload, Duration delay) {
        String id = node.tasks
                .submit(type, payload, SubmitOptions.builder().after(delay).build())
                .id();
        ids.add(id);
        return id;
    }

    private String submit(Node node, TaskType<String, Void> type, String payload) {
        return submit(node, type, payload, Duration.ZERO);
    }

    private TaskState state(String id) {
        return a.tasks.getState(id).orElseThrow();
    }

    private void script() {
        for (int i = 0; i < 3; i++) {
            submit(a, a.report, "ends");
            submit(b, b.report, "ends");
        }
        submit(a, a.mail, "fails");
        submit(b, b.mail, "fails");
        submit(a, a.mail, "fails once");
        submit(b, b.slow, "holds");
        String running = submit(b, b.report, "holds");
        String waiting = submit(a, a.report, "ends", Duration.ofHours(1));
        await().until(() -> state(running) instanceof TaskState.Running);
        await().untilAsserted(() -> {
            for (Node node : nodes) { // each says it of both
                node.read.scrape();
                assertThat(node.read.gauge("taskcast.tasks.running", "type", "report"))
                        .isEqualTo(1);
                assertThat(node.read.gauge("taskcast.tasks.waiting", "queue", "reports", "reason", "delay"))
                        .isEqualTo(1);
            }
        });
        await().until(() -> b.tasks.getState(waiting).isPresent());
        b.tasks.cancel(waiting);
        a.tasks.cancel(running);
        await().until(() -> ids.stream().allMatch(id -> state(id) instanceof Terminal));
    }

    private void assertEnds(String type, Map<String, Integer> byOutcome) {
        for (String outcome : List.of("completed", "error", "canceled", "timed_out")) {
            assertThat(both.count("taskcast.ends", "type", type, "outcome", outcome))
                    .as(type + " " + outcome)
                    .isEqualTo((long) byOutcome.getOrDefault(outcome, 0));
        }
    }

    private List<Terminal> ended(TaskStatus how) {
        return ids.stream()
                .map(this::state)
                .filter(state -> state.status() == how)
                .map(Terminal.class::cast)
                .filter(state -> state.startedAt() > 0)
                .toList();
    }

    private static long sum(TaskSeries series, ToLongFunction<TaskSeries.Bucket> of) {
        return series.series().stream()
                .flatMap(each -> each.buckets().stream())
                .mapToLong(of)
                .sum();
    }

    @Test
    void metersOfBothNodesAreWhatHasHappened() {
        script();

        await().untilAsserted(this::countersAreThoseOfTheScript);
        await().untilAsserted(this::durationsAreThoseOfTheTasks);
        await().untilAsserted(this::theyAreTheSeriesOfTheStore);
        eachNodeCountsWhatItHasDone();
        gaugesOfBothNodesAreTheSame();
    }

    /** A node may read what another has appended before that one has counted it. */
    private void countersAreThoseOfTheScript() {
        assertThat(both.count("taskcast.submits", "type", "report", "queue", "reports"))
                .isEqualTo(8);
        assertThat(both.count("taskcast.starts", "type", "report", "queue", "reports"))
                .isEqualTo(7);
        assertEnds("report", Map.of("completed", 6, "canceled", 2));
        assertThat(both.count("taskcast.submits", "type", "mail", "queue", "(default)"))
                .isEqualTo(3);
        assertThat(both.count("taskcast.starts", "type", "mail", "queue", "(default)"))
                .isEqualTo(6);
        assertThat(both.count("taskcast.retries", "type", "mail")).isEqualTo(3);
        assertEnds("mail", Map.of("completed", 1, "error", 2));
        assertThat(both.count("taskcast.submits", "type", "slow")).isEqualTo(1);
        assertThat(both.count("taskcast.starts", "type", "slow")).isEqualTo(1);
        assertEnds("slow", Map.of("timed_out", 1));
        assertThat(both.count("taskcast.submits.refused")).isZero();
    }

    /** What a node starts it runs. */
    private void eachNodeCountsWhatItHasDone() {
        List<TaskRun> runs = new ArrayList<>();
        await().until(() -> {
            runs.clear();
            ids.forEach(id -> runs.addAll(a.tasks.getRuns(id, 10)));
            return runs.size() == 14;
        });
        for (Node node : nodes) {
            assertThat(node.read.count("taskcast.starts"))
                    .as(node.name())
                    .isEqualTo(runs.stream()
                            .filter(run -> node.name().equals(run.node()))
                            .count());
        }
    }

    private void durationsAreThoseOfTheTasks() {
        assertThat(both.times("taskcast.wait")).isEqualTo(14);
        for (TaskStatus how :
                List.of(TaskStatus.COMPLETED, TaskStatus.ERROR, TaskStatus.CANCELED, TaskStatus.TIMED_OUT)) {
            List<Terminal> ended = ended(how);
            assertThat(both.times("taskcast.duration", "outcome", how.wireName()))
                    .isEqualTo(ended.size());
            assertThat(both.millis("taskcast.duration", "outcome", how.wireName()))
                    .isEqualTo(ended.stream()
                            .mapToLong(task -> task.lastRun() - task.startedAt())
                            .sum());
        }
        assertThat(both.times("taskcast.duration", "outcome", "retried")).isEqualTo(3);
    }

    private void theyAreTheSeriesOfTheStore() {
        TaskSeries series = a.tasks.series(SeriesQuery.builder().build());
        assertThat(sum(series, TaskSeries.Bucket::starts)).isEqualTo(both.count("taskcast.starts"));
        assertThat(sum(series, TaskSeries.Bucket::retried)).isEqualTo(both.count("taskcast.retries"));
        assertThat(sum(series, bucket -> bucket.waits().count())).isEqualTo(both.times("taskcast.wait"));
        assertThat(sum(series, bucket -> bucket.durations().count())).isEqualTo(both.times("taskcast.duration"));
    }

    private void gaugesOfBothNodesAreTheSame() {
        await().untilAsserted(() -> {
            for (Node node : nodes) {
                assertThat(node.read.gauge("taskcast.tasks", "status", "completed"))
                        .isEqualTo(7);
                assertThat(node.read.gauge("taskcast.tasks", "status", "error")).isEqualTo(2);
                assertThat(node.read.gauge("taskcast.tasks", "status", "canceled"))
                        .isEqualTo(2);
                assertThat(node.read.gauge("taskcast.tasks", "status", "timed_out"))
                        .isEqualTo(1);
                assertThat(node.read.gauge("taskcast.tasks", "status", "running"))
                        .isZero();
                assertThat(node.read.gauge("taskcast.tasks.running")).isZero();
                assertThat(node.read.gauge("taskcast.tasks.waiting")).isZero();
                assertThat(node.read.gauge("taskcast.slots")).isEqualTo(100);
                assertThat(node.read.gauge("taskcast.slots.free")).isEqualTo(100);
                assertThat(node.read.gauge("taskcast.store.up")).isEqualTo(1);
            }
        });
    }
}
