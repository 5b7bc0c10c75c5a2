package dev.taskcast.demo.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.Runs;
import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.demo.orders.CsvImport.Counts;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvImportTest {
    private static final String ID = "import-data";
    private static final int ROWS = 10_000;
    private static final int CANCELS = 50;
    private static final long SEED = 50;

    @TempDir
    private Path directory;

    private DataFiles files;

    @BeforeEach
    void makeFiles() throws IOException {
        files = new DataFiles(directory);
        files.makeMissing(new DataFiles.Size(ROWS, 10, 10));
    }

    @Test
    void importsWhatIsWellFormedAndCountsWhatIsNot() throws Exception {
        TaskState state = Runs.run(newImport());

        int imported = ordersInDatabase();
        assertThat(imported).isBetween(ROWS - ROWS / 200, ROWS - 1);
        assertThat(state)
                .isInstanceOfSatisfying(
                        TaskState.Completed.class,
                        completed -> assertThat(completed.result())
                                .isEqualTo(TaskResult.of(new Counts(imported, ROWS - imported))));
        assertThat(text("SELECT customer FROM orders WHERE number = 'A-1000000'"))
                .contains(", ");
        assertThat(text("SELECT product FROM orders WHERE product LIKE 'Monitor 27%' LIMIT 1"))
                .isEqualTo("Monitor 27\" IPS");
    }

    @Test
    void anImportTakesTheRowsThatAreGoneAway() throws Exception {
        Runs.run(newImport());
        Files.writeString(files.orders(), """
                order,ordered_on,customer,email,street,postcode,city,country,product,quantity,unit_price,note
                A-1,2025-03-14,"Weiß, Zoë",zoe@example.org,Gartenweg 1,10115,Berlin,DE,Desk lamp,2,54.95,
                A-2,2025-03-14,"Weiß, Zoë",zoe at example.org,Gartenweg 1,10115,Berlin,DE,Desk lamp,2,54.95,
                """);

        Runs.run(newImport());

        assertThat(ordersInDatabase()).isEqualTo(1);
        assertThat(text("SELECT unit_price_cents FROM orders")).isEqualTo("5495");
    }

    /** An interrupt hits the handler wherever it is: waiting, reading, writing, committing, putting in place. */
    @Test
    void theDatabaseSurvivesFiftyCancels() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        try (TaskManager tasks = TaskManager.create()) {
            tasks.register(
                    ID, newImport(), TaskOptions.builder().platformThread().build());
            Runs.run(tasks, ID);
            int whole = ordersInDatabase();

            for (int i = 0; i < CANCELS; i++) {
                assertThat(tasks.start(ID)).isEqualTo(StartOutcome.STARTED);
                cancelAtRow(Math.min(ROWS, random.nextInt(-ROWS / 10, ROWS + ROWS / 5)), tasks);
                if (random.nextBoolean()) { // else the next one starts while this one stops
                    Runs.untilStopped(tasks, ID);
                }
                assertThat(ordersInDatabase())
                        .as("cancel %s of seed %s", i, SEED)
                        .isEqualTo(whole);
            }

            assertThat(Runs.run(tasks, ID)).isInstanceOf(TaskState.Completed.class);
            assertThat(ordersInDatabase()).isEqualTo(whole);
            assertThat(text("PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    /** What a run that was cut off has staged is gone on with, each row once; of a file that has changed it is not. */
    @Test
    void theNextRunGoesOnWhereTheCanceledOneWas() throws Exception {
        try (TaskManager tasks = TaskManager.create()) {
            tasks.register(
                    ID, newImport(), TaskOptions.builder().platformThread().build());
            TaskState whole = Runs.run(tasks, ID);
            tasks.start(ID);
            cancelAtRow(ROWS / 2, tasks);
            Runs.untilStopped(tasks, ID);
            int staged = Integer.parseInt(text("SELECT rows_read FROM import_stage"));
            String first = text("SELECT name FROM import_stage");
            assertThat(staged).isBetween(ROWS / 4, ROWS);

            Files.setLastModifiedTime(files.orders(), FileTime.fromMillis(1_000));
            tasks.start(ID);
            cancelAtRow(ROWS / 2, tasks);
            Runs.untilStopped(tasks, ID);
            assertThat(text("SELECT name FROM import_stage")).isNotEqualTo(first);

            TaskState resumed = Runs.run(tasks, ID);
            assertThat(((TaskState.Completed) resumed).result()).isEqualTo(((TaskState.Completed) whole).result());
        }
    }

    @Test
    void anImportWaitsForTheCanceledOneBefore() throws Exception {
        OrderDatabase database = new OrderDatabase(files.database());
        try (TaskManager tasks = TaskManager.create()) {
            tasks.register(ID, new CsvImport(files.orders(), database));
            OrderDatabase.Writer before = database.write(() -> {});
            try (before) {
                tasks.start(ID);
                Runs.until(() -> Runs.state(tasks, ID) instanceof TaskState.Running running
                        && running.progress().message().equals("Waiting for the previous import to stop"));
            }
            Runs.until(() -> Runs.state(tasks, ID).status().isTerminal());
            assertThat(Runs.state(tasks, ID)).isInstanceOf(TaskState.Completed.class);
        }
    }

    /** Negative rows are before the first one; at the last one the new orders are put in place. */
    private static void cancelAtRow(int row, TaskManager tasks) {
        Runs.until(() ->
                row < 0 || Runs.current(tasks, ID) >= row || !(Runs.state(tasks, ID) instanceof TaskState.Running));
        tasks.cancel(ID);
    }

    private CsvImport newImport() {
        return new CsvImport(files.orders(), files.database());
    }

    private int ordersInDatabase() throws SQLException {
        return Integer.parseInt(text("SELECT count(*) FROM orders"));
    }

    private String text(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + files.database());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
