package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.http.Eventually;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Viewers at the same place are sent the same bytes, and never such as are older than what one of them has. */
class SharedFramesTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final Puppet puppet = Puppet.docile();

    private void register(int count) {
        IntStream.range(0, count).forEach(i -> tasks.register("t" + i, puppet));
    }

    private Puppet.Run start(String id) {
        tasks.start(id);
        return puppet.awaitRun();
    }

    private void startAll(int from, int to) {
        IntStream.range(from, to).forEach(i -> start("t" + i));
    }

    private ModelClient live() {
        ModelClient client = new ModelClient(endpoint).connect();
        client.pullAll();
        return client;
    }

    private void report(Puppet.Run run, int percent) {
        long before = Backends.of(tasks).log().end().tick();
        run.ctx().progress("at " + percent, percent, 100);
        Eventually.is(() -> {
            clock.advance(Duration.ofMillis(100));
            return Backends.of(tasks).log().end().tick() > before;
        });
    }

    @Test
    void allAtOnePlaceShareOneEncoding() {
        register(1);
        ModelClient one = live();
        ModelClient two = live();
        tasks.start("t0");

        Frames first = one.session().next();

        assertThat(first).isNotNull().isSameAs(two.session().next());
    }

    @Test
    void aDumpIsKeptOnceASecondViewerReadsIt() {
        register(300); // more than a piece
        List<Frames> pieces = IntStream.range(0, 3)
                .mapToObj(i -> new ModelClient(endpoint).connect().session())
                .map(session -> Objects.requireNonNull(session.next()))
                .toList();

        assertThat(pieces).extracting(Frames::isShared).containsExactly(false, true, true);
        assertThat(pieces.get(2)).isSameAs(pieces.get(1));
        assertThat(pieces.get(1).bytes()).isEqualTo(pieces.get(0).bytes());
    }

    @Test
    void aServersOwnFormIsMadeOnce() {
        register(1);
        Frames frames = Objects.requireNonNull(
                new ModelClient(endpoint).connect().session().next());
        List<Integer> made = new java.util.ArrayList<>();

        for (int i = 0; i < 3; i++) {
            assertThat(frames.<Integer>form(bytes -> {
                        made.add(bytes.length);
                        return bytes.length;
                    }))
                    .isEqualTo(frames.bytes().length);
        }
        assertThat(made).hasSize(1);
    }

    @Test
    void aViewerThatStoppedSharesNothingWithOneThatGoesOn() {
        register(2);
        ModelClient slow = live();
        ModelClient quick = live();
        for (int i = 0; i < 20; i++) {
            start("t0").end();
            quick.pullAll();
        }
        start("t1");

        List<String> told = slow.told();

        assertThat(told).hasSize(41).endsWith("update t0 completed", "update t1 running Starting...");
        assertThat(slow.tasks()).isEqualTo(ModelClient.truth(tasks));
    }

    @Test
    void afterADumpComesNoProgressFromBeforeIt() {
        register(400);
        Puppet.Run late = start("t399"); // in the second piece
        ModelClient quick = live();
        ModelClient dumped = new ModelClient(endpoint).connect();
        dumped.pull();
        startAll(0, 64); // as many as are read at once
        quick.pull();
        report(late, 10);
        quick.pull();
        report(late, 50);
        dumped.pull();
        dumped.pull(); // the last task comes by itself
        start("t64");
        assertThat(dumped.task("t399")).asString().contains("at 50");

        assertThat(dumped.told()).doesNotContain("update t399 running at 10");
        assertThat(dumped.tasks()).isEqualTo(ModelClient.truth(tasks));
    }

    @Test
    void afterWhatWasMergedComesNoProgressFromBeforeIt() {
        register(65);
        ModelClient slow = live();
        start("t64").end();
        ModelClient quick = live();
        Puppet.Run first = start("t0");
        startAll(1, 64); // as many as are read at once
        quick.pull();
        report(first, 10);
        quick.pull();
        report(first, 50);
        IntStream.range(0, 600).forEach(i -> start("t64").end());
        slow.pull();
        assertThat(slow.task("t0")).asString().contains("at 50");

        assertThat(slow.told()).doesNotContain("update t0 running at 10");
        assertThat(slow.tasks()).isEqualTo(ModelClient.truth(tasks));
    }

    @Test
    void aMergedReadTellsEachTaskOnce() {
        register(3);
        ModelClient slow = live();
        Puppet.Run run = start("t0");
        report(run, 50);
        IntStream.range(0, 600).forEach(i -> start("t1").end());

        assertThat(slow.told()).containsExactly("update t0 running at 50", "update t1 completed");
    }
}
