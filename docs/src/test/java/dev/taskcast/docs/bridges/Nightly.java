package dev.taskcast.docs.bridges;

import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;

/** A method that Spring calls, on a thread of Spring's. */
class Nightly {
    private final LiveJobs jobs;

    Nightly(LiveJobs jobs) {
        this.jobs = jobs;
    }

    @Scheduled(cron = "${nightly.cron:0 30 2 * * *}")
    void importOrders() throws Exception {
        jobs.run("Nightly import", task -> {
            for (int order : task.track("Importing orders", List.of(1, 2, 3))) {
                task.log("Order " + order + " is in");
            }
            task.result("Imported by " + Thread.currentThread().getName());
        });
    }
}
