package dev.taskcast.demo;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.archive.Checksum;
import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.demo.orders.CsvImport;
import dev.taskcast.demo.orders.RefundCheck;
import dev.taskcast.demo.users.LookalikeSearch;
import dev.taskcast.demo.users.UserSync;
import dev.taskcast.task.TaskOptions;
import java.time.Duration;

/** The demo's tasks. All of them compute, so they run on platform threads. */
final class DemoTasks {
    private static final Duration SLOW_SYNC_TIMEOUT = Duration.ofSeconds(4);

    private DemoTasks() {}

    static void register(TaskManager tasks, DataFiles files) {
        tasks.register(
                "import-data",
                new CsvImport(files.orders(), files.database()),
                options("Import orders", "Reads a CSV file into a database and skips the malformed rows.")
                        .restartInterrupted()
                        .build());
        tasks.register(
                "sync-users",
                new UserSync(files.users(), files.snapshot()),
                options("Sync users", "Brings the users of four systems together, in four steps.")
                        .build());
        tasks.register(
                "checksum",
                new Checksum(files.archive()),
                options("Verify archive", "Computes the SHA-256 of a file of 100 MB.")
                        .build());
        tasks.register(
                "slow-sync",
                new LookalikeSearch(files.users()),
                options("Find look-alikes", "Compares every user with every other. May take 4 seconds, needs minutes.")
                        .timeout(SLOW_SYNC_TIMEOUT)
                        .build());
        tasks.register(
                "failing-task",
                new RefundCheck(files.orders(), files.refunds()),
                options("Check refunds", "Adds up refunds and stops at the first malformed row. There is one.")
                        .build());
    }

    private static TaskOptions.Builder options(String title, String description) {
        return TaskOptions.builder().title(title).description(description).platformThread();
    }
}
