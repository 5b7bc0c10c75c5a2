package dev.taskcast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.NodeSign;
import dev.taskcast.task.TaskNode.Hearing;
import dev.taskcast.testkit.store.Stored;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A node says that it is alive, whatever goes wrong beside that. */
class NodeTableTest {
    private final DataSource direct = TestPostgres.newDatabase();

    @Test
    void whatIsWrongInAnotherNodesRowIsLeftOut() throws SQLException {
        try (JdbcTaskStore store = JdbcTaskStore.of(direct);
                Connection connection = direct.getConnection()) {
            store.open(Stored.openingAt("node-1", Stored.LEAST));
            PostgresDialect.execute(connection, """
                    INSERT INTO taskcast_nodes (node, sign, version, since, slots, free, load, hearing, types)
                    VALUES ('odd', 1, '9', -5, -7, -1, 'NaN', 'SHOUTING', ARRAY['a', NULL, 'b']), ('none', 1, '9', NULL, NULL, NULL, NULL,
                    NULL, NULL)""");

            List<NodeSign> signs = store.nodes().renew(NodeAbout.NOTHING).nodes();
            assertThat(signs).extracting(NodeSign::node).containsExactlyInAnyOrder("node-1", "odd", "none");
            assertThat(about(signs, "odd"))
                    .isEqualTo(new NodeAbout("9", -5, 0, 0, false, Double.NaN, List.of("a", "b"), Hearing.UNKNOWN));
            assertThat(about(signs, "none"))
                    .isEqualTo(new NodeAbout("9", 0, 0, 0, false, 0, List.of(), Hearing.UNKNOWN));
        }
    }

    private static NodeAbout about(List<NodeSign> signs, String node) {
        return signs.stream()
                .filter(sign -> sign.node().equals(node))
                .findAny()
                .orElseThrow()
                .about();
    }

    @Test
    void aNodeThatCanNotNotifyIsAlive() {
        AtomicInteger failed = new AtomicInteger();
        DataSource mute = failing(
                "prepareStatement",
                sql -> String.valueOf(sql).startsWith("SELECT pg_notify"),
                new SQLException(),
                failed);
        try (JdbcTaskStore store = JdbcTaskStore.of(mute)) {
            store.open(Stored.openingAt("node-1", Stored.LEAST));
            List<NodeSign> signs = store.nodes().renew(NodeAbout.NOTHING).nodes();

            assertThat(failed).hasPositiveValue();
            assertThat(signs).extracting(NodeSign::node).containsExactly("node-1");
            assertThat(about(signs, "node-1").hearing()).isEqualTo(Hearing.POLLING);
        }
    }

    /** As some pools do where they have none left. */
    @Test
    void whetherThereIsAPoolerNeedNotBeFoundOut() {
        AtomicInteger asked = new AtomicInteger();
        DataSource empty = (DataSource) Proxy.newProxyInstance(
                NodeTableTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection") && asked.incrementAndGet() == 2) {
                        throw new IllegalStateException("There is none left");
                    }
                    return method.invoke(direct, arguments);
                });
        try (JdbcTaskStore store = JdbcTaskStore.of(empty)) {
            assertThat(store.open(Stored.openingAt("node-1", Stored.LEAST)).nodes())
                    .isEmpty();
            assertThat(asked).hasValueGreaterThan(2);
        }
    }

    /** Its connections throw when a method is called with such a first argument. */
    private DataSource failing(String name, Predicate<Object> when, Exception failure, AtomicInteger failed) {
        return (DataSource) Proxy.newProxyInstance(
                NodeTableTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (source, called, given) -> !called.getName().equals("getConnection")
                        ? called.invoke(direct, given)
                        : failing(direct.getConnection(), name, when, failure, failed));
    }

    private static Connection failing(
            Connection real, String name, Predicate<Object> when, Exception failure, AtomicInteger failed) {
        return (Connection) Proxy.newProxyInstance(
                NodeTableTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(name) && when.test(arguments[0])) {
                        failed.incrementAndGet();
                        throw failure;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
