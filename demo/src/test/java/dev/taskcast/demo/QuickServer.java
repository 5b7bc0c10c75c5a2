package dev.taskcast.demo;

import dev.taskcast.demo.tenants.TenantReports;
import java.time.Duration;

/** The demo's process, for tests: what is merely slow to be watched is faster. */
final class QuickServer {
    private QuickServer() {}

    /** Takes what the demo takes. */
    public static void main(String[] words) throws InterruptedException {
        DemoTasks.Pace demo = DemoTasks.Pace.DEMO;
        DemoServer.serve(
                words,
                new DemoTasks.Pace(
                        demo.invoices(),
                        demo.tileMillis(),
                        demo.reportMillis(),
                        new TenantReports.Pace(600, 500),
                        demo.webhookMillis(),
                        demo.cron(),
                        demo.viewers(),
                        Duration.ofSeconds(3)));
    }
}
