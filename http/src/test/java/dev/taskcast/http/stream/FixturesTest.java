package dev.taskcast.http.stream;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.http.Eventually;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.StreamSession;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a server writes is, byte for byte, what the files say that clients are tested with. */
class FixturesTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks =
            invariants.manager(builder -> builder.clock(clock).maxHistory(3));
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final Puppet puppet = Puppet.stubborn();

    private final List<Puppet.Run> runs = new ArrayList<>();

    @AfterEach
    void endAll() {
        runs.forEach(Puppet.Run::end);
    }

    private StreamSession open(TaskEndpoint of, String query) {
        return new ModelClient(of)
                .connect(SimpleRequest.get("/tasks/events" + query), false)
                .session();
    }

    private Puppet.Run start(String id) {
        clock.advance(Duration.ofSeconds(1));
        tasks.start(id);
        Puppet.Run run = puppet.awaitRun();
        runs.add(run);
        return run;
    }

    private void end(Puppet.Run run) {
        clock.advance(Duration.ofSeconds(1));
        run.end();
    }

    /** Reports, and waits until it is shown: that is on another thread. */
    private void show(Puppet.Run run, String message, double current, double total) {
        long before = Backends.of(tasks).log().end().tick();
        run.ctx().progress(message, current, total);
        Eventually.is(() -> Backends.of(tasks).log().end().tick() > before);
    }

    private void registerThree() {
        tasks.register(
                "import-data",
                puppet,
                TaskOptions.builder()
                        .title("Import data")
                        .description("Reads \"all\" the files \\ folders")
                        .owner("ann")
                        .tags("daily", "große")
                        .build());
        tasks.register("report 2026-1", puppet);
        tasks.register("idle", puppet);
    }

    @Test
    void dump() {
        registerThree();
        Puppet.Run done = start("report 2026-1");
        done.ctx().result(Map.of("rows", 3));
        end(done);
        show(start("import-data"), "Importing rows", 3, 100);

        Fixture fixture = new Fixture("dump");
        fixture.read(open(endpoint, ""));
        fixture.isAsWritten();
    }

    @Test
    void empty() {
        Fixture fixture = new Fixture("empty");
        fixture.read(open(endpoint, ""));
        fixture.isAsWritten();
    }

    @Test
    void fromNow() {
        registerThree();
        Fixture fixture = new Fixture("from-now");
        StreamSession session = open(endpoint, "?init=none");
        fixture.read(session);
        end(start("import-data"));
        fixture.read(session);
        tasks.unregister("report 2026-1");
        fixture.read(session);
        fixture.isAsWritten();
    }

    @Test
    void completed() {
        registerThree();
        Fixture fixture = new Fixture("completed");
        StreamSession session = open(endpoint, "");
        fixture.read(session);
        Puppet.Run run = start("import-data");
        fixture.read(session);
        show(run, "Importing rows", 1, 4);
        fixture.read(session);
        run.ctx().progress("Importing rows", 3.5, 4); // within the interval
        run.ctx().result(List.of("text <b>", 1, 2.5, true));
        run.ctx().artifact("The report", "/files/report.pdf");
        run.end();
        fixture.read(session);
        fixture.isAsWritten();
    }

    @Test
    void canceled() {
        tasks.register("import-data", puppet);
        Fixture fixture = new Fixture("canceled");
        StreamSession session = open(endpoint, "");
        fixture.read(session);
        Puppet.Run run = start("import-data");
        fixture.read(session);
        clock.advance(Duration.ofSeconds(1));
        tasks.cancel("import-data");
        fixture.read(session);
        end(run);
        fixture.read(session);
        fixture.isAsWritten();
    }

    @Test
    void error() {
        tasks.register("import-data", puppet);
        Fixture fixture = new Fixture("error");
        StreamSession session = open(endpoint, "");
        fixture.read(session);
        Puppet.Run run = start("import-data");
        run.fail("No such file: \"data\u0000.csv\"\n<script>");
        fixture.read(session);
        start("import-data");
        fixture.read(session);
        fixture.isAsWritten();
    }

    @Test
    void timedOut() {
        tasks.register("import-data", puppet, TaskOptions.timeout(Duration.ofMinutes(1)));
        Fixture fixture = new Fixture("timed-out");
        StreamSession session = open(endpoint, "");
        fixture.read(session);
        Puppet.Run run = start("import-data");
        clock.awaitTimers(1);
        clock.advance(Duration.ofMinutes(1));
        fixture.read(session);
        end(run);
        fixture.read(session);
        fixture.isAsWritten();
    }

    @Test
    void replay() {
        registerThree();
        end(start("import-data"));
        tasks.unregister("idle");
        show(start("report 2026-1"), "Half", 1, 2);

        Fixture fixture = new Fixture("replay");
        fixture.read(open(endpoint, "?lastEventId=0"));
        fixture.isAsWritten();
    }

    @Test
    void reset() {
        registerThree();
        Fixture fixture = new Fixture("reset");
        StreamSession session = open(endpoint, "");
        fixture.read(session);
        IntStream.range(0, 17_000)
                .forEach(
                        i -> { // more than a server keeps for who does not read
                            tasks.register("t", puppet);
                            tasks.unregister("t");
                        });
        tasks.unregister("import-data");
        fixture.read(session);
        start("idle");
        fixture.read(session);
        fixture.isAsWritten();
    }

    @Test
    void removed() {
        registerThree();
        tasks.register("forgotten", puppet);
        Fixture fixture = new Fixture("removed");
        StreamSession session = open(endpoint, "");
        fixture.read(session);
        Puppet.Run run = start("import-data");
        tasks.unregister("import-data");
        run.end();
        tasks.register("import-data", puppet);
        fixture.read(session);
        for (String id : List.of("forgotten", "report 2026-1", "idle", "import-data")) { // one too many
            end(start(id));
        }
        fixture.read(session);
        fixture.isAsWritten();
    }

    @Test
    void quiet() {
        tasks.register("import-data", puppet);
        Fixture fixture = new Fixture("quiet");
        StreamSession session = open(endpoint, "");
        fixture.read(session);
        clock.advance(Duration.ofSeconds(30));
        fixture.take(Objects.requireNonNull(session.heartbeat()));
        start("import-data");
        fixture.read(session);
        fixture.take(session.goodbye(0));
        fixture.isAsWritten();
    }

    @Test
    void stats() {
        TaskManager limited = invariants.manager(builder -> builder.clock(clock)
                .slots(2)
                .queue("mail", QueueOptions.builder().maxConcurrent(0).build()));
        TaskEndpoint of = TaskEndpoint.builder(limited).build();
        limited.register("import-data", puppet);
        TaskType<String, String> type = limited.type("send", String.class, String.class, (ctx, to) -> to);
        limited.register(
                "newsletter", puppet, TaskOptions.builder().queue("mail").build());
        Fixture fixture = new Fixture("stats");
        StreamSession session = open(of, "?stats=1");
        fixture.read(session);
        limited.start("import-data");
        runs.add(puppet.awaitRun());
        limited.start("newsletter");
        limited.submit(
                type,
                "ann",
                SubmitOptions.builder()
                        .id("send-1")
                        .after(Duration.ofMinutes(5))
                        .build());
        limited.cancel("send-1");
        clock.advance(Duration.ofSeconds(1));
        of.dispatch();
        fixture.read(session);
        limited.cancel("newsletter");
        fixture.isAsWritten();
    }

    @Test
    void queued() {
        TaskManager limited = invariants.manager(builder -> builder.clock(clock)
                .maxConcurrent(1)
                .queue("mail", QueueOptions.builder().maxConcurrent(5).build()));
        TaskEndpoint of = TaskEndpoint.builder(limited).build();
        limited.register("import-data", puppet);
        limited.register("report 2026-1", puppet);
        limited.register(
                "newsletter", puppet, TaskOptions.builder().queue("mail").build());
        TaskType<String, String> type = limited.type("send", String.class, String.class, (ctx, to) -> to);
        Fixture fixture = new Fixture("queued");
        StreamSession session = open(of, "");
        fixture.read(session);
        limited.start("import-data");
        runs.add(puppet.awaitRun());
        limited.start("report 2026-1");
        limited.start("newsletter");
        limited.submit(
                type,
                "ann",
                SubmitOptions.builder().id("send-1").key("tenant-7").priority(8).build());
        limited.submit(
                type,
                "bob",
                SubmitOptions.builder()
                        .id("send-2")
                        .after(Duration.ofMinutes(5))
                        .build());
        fixture.read(session);
        of.dispatch();
        fixture.read(session);
        limited.cancel("send-1");
        clock.advance(Duration.ofSeconds(1));
        of.dispatch();
        fixture.read(session);
        List.of("report 2026-1", "newsletter").forEach(limited::cancel);
        fixture.isAsWritten();
    }
}
