package dev.taskcast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.TaskServer;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of one node show live what runs on another one, over PostgreSQL. */
class LiveOnNodesTest {
    /** A handler of the test's own. */
    private static final class Runs {
        private final BlockingQueue<TaskContext> begun = new LinkedBlockingQueue<>();
        private final Semaphore mayEnd = new Semaphore(0);

        void run(TaskContext ctx) throws InterruptedException {
            begun.add(ctx);
            mayEnd.acquire();
        }

        TaskContext next() throws InterruptedException {
            TaskContext ctx = begun.poll(30, TimeUnit.SECONDS);
            if (ctx == null) {
                throw new AssertionError("Wanted a run within 30 s");
            }
            return ctx;
        }
    }

    /** A manager and its server. */
    private record Node(TaskManager tasks, TaskServer server) {
        static Node on(DataSource source) throws IOException {
            TaskManager tasks = TaskManager.builder()
                    .store(JdbcTaskStore.of(source))
                    .closeTimeout(Duration.ofMillis(100))
                    .lease(Duration.ofSeconds(20))
                    .build();
            TaskServer server = TaskServer.builder()
                    .endpoint(TaskEndpoint.builder(tasks).build())
                    .port(0)
                    .start();
            return new Node(tasks, server);
        }

        Watcher watch(String query) throws IOException {
            return new Watcher(new RawClient(server.port()), RawClient.text("GET", "/tasks/events" + query));
        }

        void close() {
            server.close();
            tasks.close();
        }
    }

    private final List<Node> nodes = new ArrayList<>();
    private final Runs runs = new Runs();

    private Node start(DataSource source) throws IOException {
        Node node = Node.on(source);
        nodes.add(node);
        return node;
    }

    @AfterEach
    void close() {
        runs.mayEnd.release(100);
        nodes.forEach(Node::close);
    }

    private static long count(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitRunning(Node node, String id) {
        await().until(() -> node.tasks().getAllStates().stream()
                .anyMatch(state -> state.id().equals(id) && state instanceof Running));
    }

    @Test
    void aStreamShowsWhatRunsOnAnotherNode() throws Exception {
        DataSource source = TestPostgres.newDatabase();
        start(source);
        Node b = start(source);
        Node c = start(source);
        b.tasks().register("x", runs::run);
        b.tasks().start("x");
        TaskContext ctx = runs.next();
        try (Watcher watcher = c.watch("?task=x&log=x")) {
            watcher.await("\"type\":\"ready\"");
            ctx.log("first");
            ctx.progress("half", 50, 100);
            boolean hasLine = false;
            boolean hasProgress = false;
            while (!hasLine || !hasProgress) {
                Watcher.Frame frame = watcher.next();
                hasLine |= frame.has("\"type\":\"log\"", "\"run\":1,\"from\":1,\"lines\":[\"first\"");
                hasProgress |= frame.has("\"message\":\"half\",\"current\":50,\"total\":100");
            }

            // The bound is for a machine that does much else; how long it takes is measured by a benchmark.
            long begun = System.nanoTime();
            for (int i = 1; i <= 20; i++) {
                ctx.progress("step " + i, i, 20);
                watcher.await("\"message\":\"step " + i + "\"");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));

            ctx.step("copy", 1, step -> step.progress("files", 3, 4));
            watcher.await("\"steps\":[{\"name\":\"copy\",\"status\":\"completed\"");
            ctx.log("second");
            ctx.log("third");
            ctx.step("last", 1, step -> step.progress("the very last", 7, 7));
            runs.mayEnd.release();
            // Lines come before it, or after it.
            List<Watcher.Frame> end = new ArrayList<>(watcher.until("the very last"));
            assertThat(end.getLast().data()).contains("\"status\":\"running\"");
            end.addAll(watcher.until("\"status\":\"completed\""));
            boolean hasLast = end.stream().anyMatch(frame -> frame.has("\"third\""));
            while (!hasLast) {
                hasLast = watcher.next().has("\"third\"");
            }
        }
    }

    @Test
    void nothingIsWrittenWhileNobodyWatches() throws Exception {
        DataSource source = TestPostgres.newDatabase();
        Node b = start(source);
        Node c = start(source);
        b.tasks().register("x", runs::run);
        b.tasks().start("x");
        TaskContext ctx = runs.next();
        awaitRunning(c, "x");
        ctx.progress("unseen", 1, 100);
        await().until(() -> count(source, "SELECT count(*) FROM taskcast_progress") == 1);
        ctx.progress("unseen", 2, 100);
        await().until(() -> count(
                        source,
                        "SELECT count(*) FROM taskcast_progress WHERE convert_from(data, 'UTF8') LIKE '%\"c\":2,%'")
                == 1);
        assertThat(count(source, "SELECT count(*) FROM taskcast_live")).isZero();
        assertThat(count(source, "SELECT count(*) FROM taskcast_nodes WHERE watch <> 0"))
                .isZero();

        try (Watcher elsewhere = c.watch("?type=another")) {
            elsewhere.await("\"type\":\"ready\"");
            await().until(() -> count(source, "SELECT count(*) FROM taskcast_nodes WHERE watch <> 0") == 1);
            ctx.progress("unseen", 3, 100);
            await().until(() -> count(
                            source,
                            "SELECT count(*) FROM taskcast_progress WHERE convert_from(data, 'UTF8') LIKE '%\"c\":3,%'")
                    == 1);
            assertThat(count(source, "SELECT count(*) FROM taskcast_live")).isZero();
        }
        try (Watcher all = c.watch("")) {
            all.await("\"message\":\"unseen\",\"current\":3");
            assertThat(count(source, "SELECT count(*) FROM taskcast_live")).isPositive();
        }
    }

    @Test
    void manyRunsAreTenWritesASecond() throws Exception {
        DataSource source = TestPostgres.newDatabase();
        Node b = start(source);
        Node c = start(source);
        int tasks = 200;
        for (int i = 0; i < tasks; i++) {
            b.tasks().register("x" + i, runs::run);
            b.tasks().start("x" + i);
        }
        List<TaskContext> all = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            all.add(runs.next());
        }
        awaitRunning(c, "x199");
        try (Watcher watcher = c.watch("")) {
            watcher.await("\"type\":\"ready\"");
            all.forEach(ctx -> ctx.progress("on", 0, 100));
            watcher.await("\"message\":\"on\"");
            long begun = System.nanoTime();
            long before = count(source, "SELECT max(number) FROM taskcast_live");
            for (int round = 1; round <= 30; round++) {
                int at = round;
                all.forEach(ctx -> ctx.progress("on " + at, at, 100));
                all.getFirst().progress("round " + at, at, 100);
                watcher.await("\"message\":\"round " + at + "\"");
            }
            long writes = count(source, "SELECT max(number) FROM taskcast_live") - before;
            double seconds = (System.nanoTime() - begun) / 1e9;
            assertThat(writes).isLessThanOrEqualTo((long) (10 * seconds) + 2);
        }
    }

    @Test
    void aCrashOfTheServerEmptiesTheTableAndHarmsNobody(@TempDir Path folder) throws Exception {
        try (StoppablePostgres server = new StoppablePostgres(folder, builder -> builder)) {
            DataSource source = server.newDatabase();
            Node b = start(source);
            Node c = start(source);
            b.tasks().register("x", runs::run);
            b.tasks().start("x");
            TaskContext ctx = runs.next();
            awaitRunning(c, "x");
            try (Watcher watcher = c.watch("?task=x")) {
                watcher.await("\"type\":\"ready\"");
                ctx.progress("before", 1, 100);
                watcher.await("\"message\":\"before\"");
                server.crash();
                ctx.progress("meanwhile", 2, 100);
                server.start();
                watcher.await("\"message\":\"meanwhile\"");
                ctx.progress("after", 3, 100);
                watcher.await("\"message\":\"after\"");
                runs.mayEnd.release();
                watcher.await("\"status\":\"completed\"");
            }
            close();
            nodes.clear();
        }
    }

    @Test
    void aNodeThatIsKilledIsFollowedToWhereItsRunGoesOn() throws Exception {
        DataSource source = TestPostgres.newDatabase();
        Node c = start(source);
        Node b = start(source);
        b.tasks().register("x", runs::run);
        b.tasks().start("x");
        TaskContext ctx = runs.next();
        awaitRunning(c, "x");
        try (Watcher watcher = c.watch("?task=x")) {
            watcher.await("\"type\":\"ready\"");
            ctx.progress("here", 1, 100);
            watcher.await("\"message\":\"here\"");
            nodes.remove(b);
            b.close();
            watcher.await("\"status\":\"error\"");
            Node d = start(source);
            d.tasks().register("x", runs::run);
            d.tasks().start("x");
            TaskContext again = runs.next();
            again.progress("there", 2, 100);
            watcher.await("\"message\":\"there\"", "\"run\":2");
        }
    }
}
