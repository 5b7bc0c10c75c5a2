package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.http.Eventually;
import dev.taskcast.http.Frame;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Progress on its way to viewers. */
class ProgressStreamTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final Puppet puppet = Puppet.docile();
    private final ModelClient client = new ModelClient(endpoint);

    @BeforeEach
    void connected() {
        tasks.register("a", puppet);
        tasks.register("b", puppet);
        client.connect().pullAll();
    }

    private Puppet.Run start(String id) {
        tasks.start(id);
        Puppet.Run run = puppet.awaitRun();
        client.pullAll();
        return run;
    }

    /** Waits until the publisher, which is on its own thread, has shown something. */
    private List<Frame.Message> pullSome() {
        Eventually.is(() -> client.session().hasNext());
        return client.pullAll();
    }

    private static List<String> told(List<Frame.Message> messages) {
        return messages.stream().map(Frame.Message::told).toList();
    }

    @Test
    void theFirstReportIsShownAtOnceAndTheLastOfAnIntervalAtItsEnd() {
        Puppet.Run run = start("a");

        run.ctx().progress("first");
        assertThat(told(pullSome())).containsExactly("update a running first");
        clock.awaitTimers(1);
        IntStream.range(0, 1_000).forEach(i -> run.ctx().progress("step " + i));
        clock.advance(Duration.ofMillis(99));
        assertThat(client.session().hasNext()).isFalse();
        clock.advance(Duration.ofMillis(1));

        assertThat(told(pullSome())).containsExactly("update a running step 999");
    }

    @Test
    void itsIdRepeatsThePositionThatTheViewerWasBroughtUpTo() {
        Puppet.Run run = start("a");
        tasks.start("b");
        long head = Backends.of(tasks).log().head();
        run.ctx().progress("half");
        List<Frame.Message> got = new ArrayList<>();
        Eventually.is(() -> {
            got.addAll(client.pullAll());
            return got.size() == 2;
        });

        assertThat(told(got)).containsExactly("update b running Starting...", "update a running half");
        assertThat(got).extracting(Frame.Message::id).containsExactly(head, head);
        assertThat(Backends.of(tasks).log().head())
                .as("progress takes no position")
                .isEqualTo(head);
    }

    @Test
    void theLastValueComesBeforeTheEnd() {
        Puppet.Run run = start("a");
        run.ctx().progress("first");
        pullSome();
        run.ctx().progress("second", 1, 2);
        run.ctx().progress("last", 2, 2);
        run.end();

        assertThat(client.told()).containsExactly("update a running last", "update a completed");
    }

    @Test
    void whatWasShownAlreadyIsNotShownAgainBeforeTheEnd() {
        Puppet.Run run = start("a");
        run.ctx().progress("only");
        pullSome();
        run.end();

        assertThat(client.told()).containsExactly("update a completed");
    }

    @Test
    void theIdOfTheLastValueIsBelowThatOfTheEnd() {
        Puppet.Run run = start("a");
        long before = Objects.requireNonNull(client.lastId());
        run.ctx().progress("last");
        run.end();

        List<Frame.Message> got = client.pullAll();

        assertThat(got).extracting(Frame.Message::id).containsExactly(before, before + 1);
    }

    @Test
    void aCanceledRunSaysNothingMore() {
        Puppet.Run run = start("a");
        run.ctx().progress("seen");
        pullSome();
        tasks.cancel("a");
        run.ctx().progress("unseen");
        run.end();
        clock.advance(Duration.ofSeconds(1));

        assertThat(client.told())
                .containsSubsequence("update a canceled stopping")
                .noneMatch(t -> t.contains("unseen"));
    }

    @Test
    void manyRunsProgressAtOnceAndEachIsAtItsNewest() {
        IntStream.range(0, 300).forEach(i -> tasks.register("t" + i, puppet));
        List<Puppet.Run> runs =
                IntStream.range(0, 300).mapToObj(i -> start("t" + i)).toList();
        for (int step = 1; step <= 5; step++) {
            for (Puppet.Run run : runs) {
                run.ctx().progress("step", step, 5);
            }
            clock.advance(Duration.ofMillis(60));
        }

        Eventually.is(() -> {
            clock.advance(Duration.ofMillis(100));
            client.pullAll();
            return client.tasks().equals(ModelClient.truth(tasks));
        });
    }

    @Test
    void aReportWithoutMessageKeepsTheLastOne() {
        Puppet.Run run = start("a");
        run.ctx().progress(null, 1, 3);
        run.end();

        assertThat(client.pullAll().getFirst().state().get("progress"))
                .isEqualTo(java.util.Map.of(
                        "message",
                        "Starting...",
                        "current",
                        java.math.BigDecimal.ONE,
                        "total",
                        java.math.BigDecimal.valueOf(3)));
    }

    @Test
    void withoutAnIntervalEveryReportIsAnEventAndIsReplayed() {
        TaskManager each = invariants.manager(builder -> builder.progressInterval(Duration.ZERO));
        each.register("a", puppet);
        ModelClient viewer = new ModelClient(TaskEndpoint.builder(each).build()).connect();
        viewer.pullAll();
        viewer.cut();
        each.start("a");
        Puppet.Run run = puppet.awaitRun();
        run.ctx().progress("one");
        run.ctx().progress("two", 1, 2);
        run.ctx().progress("two", 2, 2);
        run.end();

        List<Frame.Message> got = viewer.connect().pullAll();

        assertThat(told(got))
                .containsExactly(
                        "update a running Starting...",
                        "update a running one",
                        "update a running two",
                        "update a running two",
                        "update a completed",
                        "ready");
        assertThat(got.stream().map(Frame.Message::id).distinct()).hasSize(5);
    }

    @Test
    void aRestartBeginsAtStartingAgain() {
        start("a").end();
        client.pullAll();
        tasks.start("a");

        List<Frame.Message> got = client.pullAll();

        assertThat(told(got)).containsExactly("update a running Starting...");
        assertThat(got.getFirst().state())
                .containsEntry("run", java.math.BigDecimal.TWO)
                .doesNotContainKeys("lastRun", "result", "error");
    }
}
