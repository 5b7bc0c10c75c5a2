package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.Opened;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Waiting;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.SharedStoreContract;
import dev.taskcast.testkit.store.Stored;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tables of older versions are brought up with all that is in them, and nodes of these versions can write nothing any more. */
interface FormerVersionContract extends JdbcContract {
    /** How the version before appended. */
    String APPEND = "INSERT INTO taskcast_events (block, transitions, position, node, token, data)"
            + " SELECT ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM taskcast_events WHERE block = ? AND node = ? AND token = ?)"
            + " ON CONFLICT (block) DO NOTHING";

    /** Makes the tables of a version. */
    private void makeTables(int version) throws SQLException {
        try (Connection connection = connection()) {
            String dialect = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
            for (int each = 1; each <= version; each++) {
                for (String sql :
                        Statements.of(dialect, Place.of(Options.DEFAULT)).migration(each)) {
                    PostgresDialect.execute(connection, sql);
                }
                PostgresDialect.execute(connection, "INSERT INTO taskcast_version (version) VALUES (" + each + ")");
            }
        }
        sql("INSERT INTO taskcast_store (one, birth, flushed) VALUES (1, " + LEAST + ", 1)");
        sql("INSERT INTO taskcast_lives (position, node) VALUES (" + LEAST + ", 'old')");
        sql("INSERT INTO taskcast_events (block, transitions, position, node, token, data) VALUES (1, 0, " + LEAST
                + ", 'old', 0, '')");
    }

    /** What version 2 wrote: one task that its tables had, and three changes that were in its journal alone. */
    private void fill() throws SQLException {
        String first = "{\"i\":{\"d\":\"flushed\",\"y\":\"type\"},\"s\":\"pending\",\"q\":1,\"y\":\"of flushed\"}";
        sql("UPDATE taskcast_store SET flushed = 2");
        sql("INSERT INTO taskcast_tasks (created, position, fence, id, status, body) VALUES (" + (LEAST + 1) + ", "
                + (LEAST + 1) + ", 0, 'flushed', 'pending', '" + first + "')");
        assertThat(appendAsBefore(2, 1, LEAST + 1, "{\"h\":" + LEAST + "}\n{\"k\":\"m\"," + first.substring(1)))
                .isTrue();
        assertThat(appendAsBefore(3, 3, LEAST + 4, """
                        {"h":%d}
                        {"k":"m","i":{"d":"queued","y":"type","o":"ann"},"s":"pending","q":1,"y":"of queued"}
                        {"k":"m","i":{"d":"registered","t":"Title"},"rs":1,"s":"pending"}
                        {"k":"s","c":-2,"s":"running","n":1,"t":1700000000000,"h":1}""".formatted(LEAST + 1))).isTrue();
    }

    /** Appends as the version before did, after the newest block. */
    private boolean appendAsBefore(long block, int transitions, long position, String json) throws SQLException {
        long before = count("SELECT max(block) FROM taskcast_events");
        try (Connection connection = connection();
                PreparedStatement insert = connection.prepareStatement(APPEND)) {
            insert.setLong(1, block);
            insert.setInt(2, transitions);
            insert.setLong(3, position);
            insert.setString(4, "old");
            insert.setLong(5, block);
            insert.setBytes(6, json.getBytes(StandardCharsets.UTF_8));
            insert.setLong(7, before);
            insert.setString(8, "old");
            insert.setLong(9, count("SELECT token FROM taskcast_events WHERE block = " + before));
            return insert.executeUpdate() == 1;
        }
    }

    private static TaskIdentity who(String id, @Nullable String owner) {
        return new TaskIdentity(id, "type", null, null, owner, List.of());
    }

    @Test
    default void tablesOfTheFirstVersionAreBroughtUp() throws SQLException {
        makeTables(1);
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        append(store, history);
        store.flush();
        store.records().keepCurves(Map.of("a", new byte[] {1}));

        assertThat(store.records().curves()).containsKey("a");
        assertThat(count("SELECT max(version) FROM taskcast_version")).isEqualTo(10);
        assertThat(count("SELECT count(*) FROM taskcast_tasks")).isEqualTo(1);
    }

    @Test
    default void whatTheVersionBeforeLeftIsThere() throws SQLException {
        makeTables(2);
        fill();

        JdbcTaskStore store = opened(newStore());
        Opened opened = store.open(Stored.openingAt("node-2", LEAST));
        Waiting next = new Waiting.ForSlot(0, 0, null, null);
        List<TaskRow> expected = List.of(
                new TaskRow(
                        new Pending(who("flushed", null), next),
                        LEAST + 1,
                        LEAST + 1,
                        0,
                        Terms.DEFAULT,
                        History.payload("of flushed")),
                new TaskRow(
                        new Pending(who("queued", "ann"), next),
                        LEAST + 2,
                        LEAST + 2,
                        0,
                        Terms.DEFAULT,
                        History.payload("of queued")),
                new TaskRow(
                        new Running(
                                new TaskIdentity("registered", "registered", "Title", null, null, List.of()),
                                new Placement(1, 1_700_000_000_000L, "old", false),
                                TaskProgress.STARTING),
                        LEAST + 3,
                        LEAST + 4,
                        LEAST + 4,
                        Terms.restarting(true),
                        null));
        assertThat(opened.rows()).isEqualTo(expected);
        assertThat(opened.limits()).isEmpty();
        assertThat(opened.recent()).hasSize(4);
        History history = new History(opened);
        history.make("new");
        append(store, history);
        store.flush();
        crash(store);
        assertThat(opened(newStore()).open(opening("node-3")).rows()).isEqualTo(history.rows());
    }

    @Test
    default void waitingTasksOfTheVersionBeforeRun() throws SQLException {
        makeTables(2);
        fill();
        boolean isShared = this instanceof SharedStoreContract;
        if (isShared) {
            sql("INSERT INTO taskcast_inbox (id, body) VALUES ('in the inbox',"
                    + " '{\"i\":{\"d\":\"in the inbox\",\"y\":\"type\"},\"q\":1,\"y\":\"of the inbox\"}')");
        }
        TaskManager tasks = start().tasks();
        List<String> ran = new ArrayList<>();
        tasks.type("type", String.class, Void.class, (ctx, payload) -> {
            synchronized (ran) {
                ran.add(payload);
            }
            return null;
        });

        for (String id : isShared ? List.of("flushed", "queued", "in the inbox") : List.of("flushed", "queued")) {
            await().until(() -> tasks.getState(id).map(TaskState::status).orElse(null) == TaskStatus.COMPLETED);
        }
        assertThat(ran).contains("of flushed", "of queued").doesNotHaveDuplicates();
    }

    @Test
    default void anAppendOfTheVersionBeforeIsRefused() throws SQLException {
        makeTables(2);
        fill();
        JdbcTaskStore store = opened(newStore());
        Opened opened = store.open(Stored.openingAt("node-2", LEAST));
        String change = "{\"h\":" + opened.head() + "}\n{\"k\":\"m\",\"i\":{\"d\":\"late\"},\"s\":\"pending\"}";
        long end = count("SELECT block + (CASE WHEN transitions = 0 THEN 1 ELSE transitions END) FROM taskcast_events"
                + " ORDER BY block DESC LIMIT 1");

        sql("UPDATE taskcast_events SET node = 'old' WHERE block = (SELECT max(block) FROM taskcast_events)");
        assertThatThrownBy(() -> appendAsBefore(end, 1, opened.head() + 1, change))
                .hasMessageContaining("brought to version 3 by a newer node")
                .hasMessageContaining("Upgrade it and start it again");
        assertThatThrownBy(() -> sql("UPDATE taskcast_store SET flushed = 3"))
                .hasStackTraceContaining("brought to version 3 by a newer node");
    }
}
