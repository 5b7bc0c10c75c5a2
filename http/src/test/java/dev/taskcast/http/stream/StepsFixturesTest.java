package dev.taskcast.http.stream;

import dev.taskcast.Await;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.Eventually;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.StreamSession;
import dev.taskcast.task.TaskContext;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Like {@link FixturesTest}, for a run that reports by steps and logs. */
class StepsFixturesTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks =
            invariants.manager(builder -> builder.clock(new ManualClock()).progressInterval(Duration.ZERO));

    @Test
    void stepsAndLog() throws InterruptedException {
        CountDownLatch reported = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        tasks.register("import-data", ctx -> {
            report(ctx);
            reported.countDown();
            Await.latch(mayEnd);
        });
        Fixture fixture = new Fixture("steps-and-log");
        StreamSession session = new ModelClient(TaskEndpoint.builder(tasks).build())
                .connect(SimpleRequest.get("/tasks/events?log=import-data"), false)
                .session();
        fixture.read(session);
        tasks.start("import-data");
        Await.latch(reported);
        fixture.read(session);
        mayEnd.countDown();
        Eventually.is(session::hasNext);
        fixture.read(session);
        fixture.isAsWritten();
    }

    private static void report(TaskContext ctx) throws Exception {
        ctx.plan(4);
        ctx.log("Downloading\nfrom \"example.com\"");
        ctx.step("Download", 1, step -> step.progress("Downloading", 5, 10));
        ctx.step("Unpack", 3, step -> {
            step.step("Files", 1, part -> part.progress("a.txt", 1, 2));
            step.progress("Done");
        });
        ctx.log("Unpacked");
    }
}
