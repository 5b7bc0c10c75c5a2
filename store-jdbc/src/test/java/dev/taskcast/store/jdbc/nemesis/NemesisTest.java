package dev.taskcast.store.jdbc.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.store.jdbc.StoppablePostgres;
import dev.taskcast.store.jdbc.nemesis.Cluster.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Several processes on one PostgreSQL, with viewers that go from one to another. Processes are killed, suspended and sent home; what is
 * between them and the database is cut, delayed, and silent one way; the database crashes; and all clocks are minutes apart. Whatever
 * was acknowledged ends as promised, no two handlers overlap but as documented, and no viewer sees a state go back or misses an end.
 */
class NemesisTest {
    private static final int NODES = 3;
    private static final int VIEWERS = 3;
    private static final Duration WITHOUT_AN_END = Duration.ofSeconds(60);
    private static final Duration TO_START = Duration.ofMinutes(2);

    @TempDir
    private Path data;

    private final History history = new History();
    private final List<String> done = new ArrayList<>();

    @Test
    @Tag("long")
    @Timeout(600)
    void forAMinute() throws Exception {
        run(Duration.ofSeconds(60));
    }

    @Test
    @Tag("long")
    @Timeout(7_200)
    void forLong() throws Exception {
        run(Duration.ofMinutes(Long.getLong("taskcast.nemesis.minutes", 10)));
    }

    private void run(Duration time) throws Exception {
        long seed = Long.getLong("taskcast.seed", System.nanoTime());
        Random random = new Random(seed);
        List<Hopper> viewers = new ArrayList<>();
        try (StoppablePostgres postgres = new StoppablePostgres(data, builder -> builder)) {
            PGSimpleDataSource source = (PGSimpleDataSource) postgres.newDatabase();
            int port = source.getPortNumbers()[0];
            String url = "jdbc:postgresql://localhost:%d/" + source.getDatabaseName()
                    + "?user=postgres&connectTimeout=1&loginTimeout=1";
            try (Cluster cluster = new Cluster(url, port, history)) {
                begin(cluster, random, viewers);
                long until = System.nanoTime() + time.toNanos();
                while (System.nanoTime() < until) {
                    Thread.sleep(500 + random.nextInt(2_000));
                    strike(cluster, postgres, random);
                }
                drain(cluster, random, viewers);
            } finally {
                viewers.forEach(Hopper::close);
            }
            try (TaskManager tasks = TaskManager.builder()
                    .store(JdbcTaskStore.of(source))
                    .slots(0)
                    .build()) {
                assertThat(history.faults(tasks)).as(told(seed)).isEmpty();
            }
        }
        assertThat(viewers)
                .allSatisfy(viewer -> assertThat(viewer.faults())
                        .as(
                                "a viewer who was reset %s times in %s hops; %s",
                                viewer.resets(), viewer.hops(), told(seed))
                        .isEmpty());
        assertThat(history.runs()).as(told(seed)).isGreaterThan(100);
    }

    /** Who comes for the first time is told of no more than the newest that have ended. So the viewers come before there is any task. */
    private static void begin(Cluster cluster, Random random, List<Hopper> viewers) throws Exception {
        cluster.start("drain", random);
        awaitReady(cluster);
        for (int i = 0; i < VIEWERS; i++) {
            viewers.add(new Hopper(cluster::anyPort, random.nextLong()));
        }
        await().atMost(TO_START).until(() -> viewers.stream().allMatch(Hopper::hasPosition));
        for (int i = 1; i < NODES; i++) {
            cluster.start("work", random);
        }
        awaitReady(cluster);
    }

    private static void awaitReady(Cluster cluster) {
        await().atMost(TO_START).until(() -> cluster.all().stream().allMatch(Node::isReady));
    }

    private String told(long seed) {
        return "seed " + seed + ", " + history.runs() + " runs, " + done;
    }

    /** Something happens to one of the nodes, or to the database; and is over again. */
    private void strike(Cluster cluster, StoppablePostgres postgres, Random random) throws Exception {
        Node node = cluster.any(random);
        if (!node.isReady()) {
            return;
        }
        long millis =
                random.nextLong(NemesisWorker.LEASE.multipliedBy(5).dividedBy(2).toMillis());
        int kind = random.nextInt(9);
        done.add(node.name + " " + kind + " " + millis);
        long from = System.nanoTime();
        switch (kind) {
            case 0, 1 -> {
                cluster.kill(node);
                cluster.start("work", random);
            }
            case 2 -> {
                node.signal("STOP");
                Thread.sleep(millis);
                node.signal("CONT");
                history.away(node.name, from, System.nanoTime());
            }
            case 3 -> node.link.cut();
            case 4 -> {
                node.link.refuse(true);
                Thread.sleep(millis);
                node.link.refuse(false);
                node.wasSilentSince(from);
            }
            case 5 -> {
                Link.Way way = random.nextBoolean() ? Link.Way.TO_DATABASE : Link.Way.TO_PROCESS;
                node.link.silence(way, true);
                Thread.sleep(millis);
                node.link.silence(way, false);
                node.wasSilentSince(from);
            }
            case 6 -> {
                node.link.delay(random.nextInt(100));
                Thread.sleep(millis);
                node.link.delay(0);
                node.wasSilentSince(from);
            }
            case 7 -> {
                postgres.crash();
                Thread.sleep(millis);
                postgres.start();
            }
            default -> {
                cluster.end(node);
                cluster.start("work", random);
            }
        }
    }

    /** Nobody submits any more, and all that was acknowledged comes to its end. */
    private void drain(Cluster cluster, Random random, List<Hopper> viewers) throws Exception {
        for (Node node : cluster.all()) {
            cluster.kill(node);
        }
        cluster.start("drain", random);
        cluster.start("drain", random);
        awaitReady(cluster);
        Set<String> promised = history.promised();
        int left = left(viewers, promised).size();
        while (left > 0) {
            int before = left;
            await(left + " left, such as " + left(viewers, promised).getFirst())
                    .atMost(WITHOUT_AN_END)
                    .until(() -> left(viewers, promised).size() < before);
            left = left(viewers, promised).size();
        }
    }

    /** Tasks whose end some viewer has not been told. */
    private static List<String> left(List<Hopper> viewers, Set<String> promised) {
        return Stream.of(viewers)
                .flatMap(List::stream)
                .flatMap(viewer -> viewer.notEnded(promised).stream())
                .toList();
    }
}
