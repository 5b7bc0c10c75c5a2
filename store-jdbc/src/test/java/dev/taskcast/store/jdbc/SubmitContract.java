package dev.taskcast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.Batch;
import dev.taskcast.store.Submitted;
import dev.taskcast.task.StoreTransaction;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.Turn;
import dev.taskcast.task.Waiting;
import dev.taskcast.testkit.store.History;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks that an application submits within a transaction of its own, on the database that the store is on. */
interface SubmitContract extends JdbcContract {
    /** A task as somebody submits it. */
    static Submitted submitted(String id) {
        return new Submitted(
                0,
                new TaskIdentity(id, "type", "Title", null, "ann", List.of("t"), new Turn("mail", "k", 7, 2)),
                new Terms(true, true, false, 3, null, null, "{\"new\":1}"),
                History.payload(List.of(id, 1.5)),
                new Waiting.ForTime(0, 5, 1_700_000_000_000L, false, null, null));
    }

    @Test
    default void aSubmitIsThereWhenItsTransactionIs() throws SQLException {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        try (Connection connection = connection()) {
            assertThatThrownBy(() -> store.inbox().submit(JdbcTransaction.of(connection), submitted("a")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("auto-commit");
            assertThatThrownBy(() -> store.inbox().submit(new StoreTransaction() {}, submitted("a")))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("JdbcTransaction.of");
            connection.setAutoCommit(false);
            store.inbox().submit(JdbcTransaction.of(connection), submitted("a"));
            assertThat(store.inbox().submitted(10)).isEmpty();
            connection.rollback();
            assertThat(store.inbox().submitted(10)).isEmpty();
            store.inbox().submit(JdbcTransaction.of(connection), submitted("b"));
            store.inbox().submit(JdbcTransaction.of(connection), submitted("c"));
            assertThatThrownBy(() -> store.inbox().submit(JdbcTransaction.of(connection), submitted("b")))
                    .isInstanceOf(TaskExistsException.class);
            connection.commit();
        }

        List<Submitted> there = store.inbox().submitted(10);
        assertThat(there).extracting(each -> each.identity().id()).containsExactly("b", "c");
        Submitted expected = submitted("b");
        assertThat(there.getFirst().identity()).isEqualTo(expected.identity());
        assertThat(there.getFirst().terms()).isEqualTo(expected.terms());
        assertThat(there.getFirst().payload()).isEqualTo(expected.payload());
        assertThat(there.getFirst().waiting()).isEqualTo(expected.waiting());
        assertThat(store.inbox().submitted(1)).hasSize(1);

        Batch batch = register(history, there.getFirst());
        assertThat(store.journal().append(batch)).isTrue();
        assertThat(store.inbox().submitted(10))
                .extracting(each -> each.identity().id())
                .containsExactly("c");
        assertThat(opened(newStore()).open(opening("node-2")).rows()).isEqualTo(history.rows());
    }

    private static Batch register(History history, Submitted submitted) {
        history.submit(
                submitted.identity().id(),
                new Command.Register(
                        submitted.identity(), submitted.terms(), submitted.payload(), submitted.waiting()));
        return history.batch(submitted.number());
    }

    @Test
    default void aSubmitThatAnotherNodeHasTakenIsNotTakenAgain() throws SQLException {
        JdbcTaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            store.inbox().submit(JdbcTransaction.of(connection), submitted("a"));
            connection.commit();
            Submitted there = store.inbox().submitted(10).getFirst();
            PostgresDialect.execute(connection, "DELETE FROM taskcast_inbox");
            connection.commit();

            assertThat(store.journal().append(register(history, there))).isFalse();
        }
        assertThat(store.journal().read(LEAST, history)).isTrue();
        assertThat(opened(newStore()).open(opening("node-2")).rows()).isEmpty();
    }

    @Test
    default void aSubmitThatCannotBeReadIsSetAside() throws SQLException {
        JdbcTaskStore store = opened(newStore());
        store.open(opening(NODE));
        try (Connection connection = connection()) {
            connection.setAutoCommit(false);
            store.inbox().submit(JdbcTransaction.of(connection), submitted("bad"));
            store.inbox().submit(JdbcTransaction.of(connection), submitted("good"));
            PostgresDialect.execute(connection, "UPDATE taskcast_inbox SET body = '{}' WHERE id = 'bad'");
            connection.commit();
        }

        assertThat(store.inbox().submitted(10))
                .extracting(each -> each.identity().id())
                .containsExactly("good");
        assertThat(store.inbox().submitted(1))
                .extracting(each -> each.identity().id())
                .containsExactly("good");
        assertThat(count("SELECT count(*) FROM taskcast_inbox WHERE bad")).isEqualTo(1);
    }
}
