package dev.taskcast.demo;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.archive.Checksum;
import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.demo.invoices.InvoiceRun;
import dev.taskcast.demo.invoices.Invoices;
import dev.taskcast.demo.orders.CsvImport;
import dev.taskcast.demo.orders.RefundCheck;
import dev.taskcast.demo.reports.CityReport;
import dev.taskcast.demo.storage.FreeSpace;
import dev.taskcast.demo.tenants.TenantReports;
import dev.taskcast.demo.tiles.Tiles;
import dev.taskcast.demo.users.LookalikeSearch;
import dev.taskcast.demo.users.UserSync;
import dev.taskcast.demo.viewers.Viewers;
import dev.taskcast.demo.webhooks.Webhook;
import dev.taskcast.task.TaskOptions;
import java.time.Duration;

/** The demo's tasks. Those of the list compute, so they run on platform threads. */
final class DemoTasks {
    private static final Duration SLOW_SYNC_TIMEOUT = Duration.ofSeconds(4);

    /** The one that runs already when somebody comes. */
    static final String FIRST = "send-invoices";

    private DemoTasks() {}

    /**
     * How fast those go that would be too fast to watch.
     *
     * @param invoices how many, and how fast
     * @param tileMillis between the starts of two tiles
     * @param reportMillis after every 2,000 rows of a city's report
     * @param tenants how fast the tenants' reports go
     * @param webhookMillis how long the webhook's receiver takes to answer
     * @param cron when what has a schedule runs
     * @param viewers how many, and for how long
     * @param lease for how long another node waits that may have the runs of one that was killed
     */
    record Pace(
            Invoices.Amount invoices,
            int tileMillis,
            int reportMillis,
            TenantReports.Pace tenants,
            int webhookMillis,
            String cron,
            Viewers.Size viewers,
            Duration lease) {
        /** For people. */
        static final Pace DEMO = new Pace(
                Invoices.Amount.DEMO,
                250,
                30,
                TenantReports.Pace.DEMO,
                1_500,
                FreeSpace.EACH_HALF_MINUTE,
                Viewers.Size.DEMO,
                Duration.ofSeconds(15));
    }

    static void register(TaskManager tasks, DataFiles files, Pace pace) {
        InvoiceRun.register(tasks, new Invoices(files.orders(), files.outbox(), pace.invoices));
        registerList(tasks, files);
        Webhook.register(tasks, pace.webhookMillis);
        FreeSpace.register(tasks, files.directory(), pace.cron);
        TenantReports.register(tasks, files.orders(), pace.tenants);
        CityReport.register(tasks, files.orders(), pace.reportMillis);
        Tiles.register(tasks, pace.tileMillis);
    }

    private static void registerList(TaskManager tasks, DataFiles files) {
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
        return TaskOptions.builder()
                .title(title)
                .description(description)
                .keep()
                .platformThread();
    }
}
