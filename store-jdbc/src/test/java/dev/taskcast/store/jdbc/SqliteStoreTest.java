package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.Batch;
import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.Renewal;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.Submitted;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.Waiting;
import dev.taskcast.testkit.store.DurableStoreContract;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.Stored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends DurableStoreContract
        implements JdbcFinderContract,
                FormerVersionContract,
                NewerVersionContract,
                RateTableContract,
                RoomContract,
                UnreadableContract,
                JdbcSeriesContract {
    @TempDir
    Path folder;

    private int copies;

    @Override
    public JdbcTaskStore newStore() {
        return JdbcTaskStore.embedded(current());
    }

    private Path current() {
        return folder.resolve("life" + copies);
    }

    /** What is on disk at this moment is what the next one gets. */
    @Override
    public void crash(TaskStore store) {
        Path from = current();
        copies++;
        try (Stream<Path> files = Files.list(from)) {
            Files.createDirectories(current());
            for (Path file : files.toList()) {
                Files.copy(file, current().resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Connection connection() throws SQLException {
        try {
            Files.createDirectories(current());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return DriverManager.getConnection("jdbc:sqlite:" + current().resolve("taskcast.db"));
    }

    @Override
    public void failAtTheEnd(boolean fails) {
        sql(
                fails
                        ? "CREATE TRIGGER fails BEFORE UPDATE OF flushed ON taskcast_store BEGIN SELECT RAISE(ABORT, 'fails'); END"
                        : "DROP TRIGGER fails");
    }

    @Test
    void aFolderIsForOneStore() {
        opened(newStore()).open(opening(NODE));

        assertThatThrownBy(() -> opened(newStore()).open(opening("node-2")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("this process uses it");
    }

    @Test
    void aFolderIsForOneProcess() throws Exception {
        Files.createDirectories(current());
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        current().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = other.inputReader()) {
            assertThat(said.readLine()).isEqualTo("open");

            assertThatThrownBy(() -> opened(newStore()).open(opening("node-2")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("another process (pid " + other.pid() + ")");
        } finally {
            other.destroyForcibly().waitFor();
        }

        assertThat(opened(newStore()).open(opening("node-3")).rows()).hasSize(1);
    }

    /** Opens a store, and waits to be killed. */
    static final class Holder {
        public static void main(String[] args) throws InterruptedException {
            JdbcTaskStore store = JdbcTaskStore.embedded(Path.of(args[0]));
            History history = new History(store.open(Stored.openingAt("other", LEAST)));
            history.make("of the other process");
            append(store, history);
            System.out.println("open");
            Thread.sleep(Duration.ofMinutes(2));
        }
    }

    @Test
    void aFullDatabaseLosesNothing() {
        failsAndLosesNothing("PRAGMA max_page_count = 1", "full", "PRAGMA max_page_count = 1000000");
    }

    @Test
    void aDatabaseThatMayNotBeWrittenLosesNothing() {
        failsAndLosesNothing("PRAGMA query_only = on", "readonly", "PRAGMA query_only = off");
    }

    private void failsAndLosesNothing(String breaks, String says, String mends) {
        Faults faults = new Faults(new SqliteDialect(current()));
        JdbcTaskStore store = opened(new JdbcTaskStore(faults.dialect(), Options.DEFAULT));
        History history = new History(store.open(opening(NODE)));
        history.make("a");
        append(store, history);
        faults.onEach(breaks);
        for (int i = 0; i < 3_000; i++) {
            history.make("task-" + i);
        }
        Batch batch = history.batch();

        assertThatThrownBy(() -> store.journal().append(batch))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("SQLite in ")
                .hasMessageContaining(says);
        assertThat(store.journal().isKept(batch)).isFalse();
        faults.onEach(mends);
        assertThat(store.journal().append(batch)).isTrue();
        crash(store);

        assertThat(opened(newStore()).open(opening("node-2")).rows()).isEqualTo(history.rows());
    }

    @Test
    void onlyTheTablesMayBeOnDiskLater() throws SQLException {
        int full = 2;
        Faults faults = new Faults(new SqliteDialect(current()));
        JdbcTaskStore store = opened(new JdbcTaskStore(faults.dialect(), Options.DEFAULT));
        History history = new History(store.open(opening(NODE)));
        for (int i = 0; i < 2; i++) {
            history.make("task-" + i);
            append(store, history);
            store.flush();
            assertThat(faults.askEach("PRAGMA synchronous")).isNotEmpty().containsOnly(full);
        }
        history.make("unflushed");
        append(store, history);
        faults.onEach("PRAGMA query_only = on");
        assertThatThrownBy(store::flush).isInstanceOf(StoreException.class);
        history.make("late");
        append(store, history);
        assertThat(faults.askEach("PRAGMA synchronous"))
                .as("after a flush that failed midway")
                .isNotEmpty()
                .containsOnly(full);
    }

    @Test
    void transactionsOfOthersAreNotForSqlite() throws SQLException {
        JdbcTaskStore store = opened(newStore());
        store.open(opening(NODE));
        try (Connection connection = connection()) {
            assertThatThrownBy(() -> store.inbox()
                            .submit(
                                    JdbcTransaction.of(connection),
                                    new Submitted(
                                            0,
                                            new TaskIdentity("a", "a", null, null, null, List.of()),
                                            Terms.DEFAULT,
                                            History.payload(1),
                                            Waiting.ForStart.FIRST)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("PostgreSQL");
        }
        assertThat(store.inbox().submitted(10)).isEmpty();
        assertThat(store.nodes().renew(NodeAbout.NOTHING)).isEqualTo(Renewal.ALONE);
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaidSo() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() ->
                        opened(JdbcTaskStore.embedded(file.resolve("sub"))).open(opening(NODE)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("sub");
    }
}
