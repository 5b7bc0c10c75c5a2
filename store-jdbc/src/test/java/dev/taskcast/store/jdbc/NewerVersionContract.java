package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.store.StoreException;
import dev.taskcast.testkit.store.History;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A node of a newer version was, or is, on the same tables. */
interface NewerVersionContract extends JdbcContract {
    @Test
    default void tablesThatLackAChangeOfANewerVersionAreLeftToThat() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        append(store, history);
        store.flush();
        history.make("b");
        append(store, history);
        crash(store);
        sql("UPDATE taskcast_events SET data = '{\"h\":" + (LEAST + 1) + "}\n{\"k\":\"?\"}' WHERE position = "
                + (LEAST + 2));

        JdbcTaskStore older = opened(newStore());
        History after = new History(older.open(opening("node-2")));
        after.make("c");
        append(older, after);
        older.flush();
        older.close();
        assertThat(count("SELECT count(*) FROM taskcast_tasks")).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM taskcast_events WHERE position = " + (LEAST + 2)))
                .isEqualTo(1);
        assertThat(opened(newStore()).open(opening("node-3")).rows()).containsExactly(history.row("a"), after.row("c"));
    }

    /** What comes after it is decided from it: so nothing goes on, nothing is lost, and a node of the newer version finds all. */
    @Test
    default void whoMeetsABlockThatIsWrittenInANewerWayGoesNoFurther() {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        append(store, history);
        crash(store);
        inTheBlockAt(LEAST + 1, "\"v\":1", "\"v\":2");

        JdbcTaskStore older = opened(newStore());
        assertThatThrownBy(() -> older.open(opening("node-2")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("of version 2")
                .hasMessageContaining("update this node");
        older.close();

        inTheBlockAt(LEAST + 1, "\"v\":2", "\"v\":1");
        assertThat(opened(newStore()).open(opening("node-3")).rows()).containsExactly(history.row("a"));
    }

    private void inTheBlockAt(long position, String what, String by) {
        try (Connection connection = connection();
                PreparedStatement find =
                        connection.prepareStatement("SELECT data FROM taskcast_events WHERE position = " + position);
                PreparedStatement put = connection.prepareStatement(
                        "UPDATE taskcast_events SET data = ? WHERE position = " + position);
                ResultSet row = find.executeQuery()) {
            row.next();
            String data = new String(row.getBytes(1), StandardCharsets.UTF_8);
            assertThat(data).contains(what);
            put.setBytes(1, data.replace(what, by).getBytes(StandardCharsets.UTF_8));
            put.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
