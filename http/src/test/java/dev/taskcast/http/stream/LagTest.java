package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.http.Frame;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Frames;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A viewer that stays connected and reads nothing while very much happens. Every report is an event here. */
class LagTest {
    /** More than the log keeps for exact reads. */
    private static final int FLOOD = 3_000;

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager(builder -> builder.progressInterval(Duration.ZERO));
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final Puppet puppet = Puppet.docile();
    private final ModelClient client = new ModelClient(endpoint);

    @BeforeEach
    void connected() {
        for (String id : List.of("a", "b", "c", "quiet")) {
            tasks.register(id, puppet);
        }
        client.connect().pullAll();
    }

    private Puppet.Run start(String id) {
        tasks.start(id);
        return puppet.awaitRun();
    }

    private static void flood(Puppet.Run run) {
        IntStream.rangeClosed(1, FLOOD).forEach(i -> run.ctx().progress("step " + i, i, FLOOD));
    }

    private long head() {
        return Backends.of(tasks).log().head();
    }

    @Test
    void itGetsTheNewestOfEachTaskInTheOrderOfPositions() {
        Puppet.Run b = start("b");
        Puppet.Run a = start("a");
        Puppet.Run c = start("c");
        b.fail("early");
        flood(a);
        c.end();

        List<Frame.Message> got = client.pullAll();

        assertThat(got)
                .extracting(Frame.Message::told)
                .containsExactly("update b error", "update a running step 3000", "update c completed");
        assertThat(got).extracting(Frame.Message::id).isSorted().endsWith(head());
        assertThat(client.tasks()).isEqualTo(ModelClient.truth(tasks));
    }

    @Test
    void withinTheRingItGetsEveryTransition() {
        Puppet.Run a = start("a");
        IntStream.rangeClosed(1, 1_000).forEach(i -> a.ctx().progress("step " + i));

        List<String> told = client.told();

        assertThat(told).hasSize(1_001).startsWith("update a running Starting...", "update a running step 1");
        assertThat(told).endsWith("update a running step 1000");
    }

    @Test
    void removalsAreDelivered() {
        tasks.unregister("b");
        flood(start("a"));
        tasks.unregister("c");

        assertThat(client.told()).containsExactly("remove b", "update a running step 3000", "remove c");
        assertThat(client.tasks()).isEqualTo(ModelClient.truth(tasks));
    }

    @Test
    void aTaskThatCameAndWentIsNotHeardOf() {
        tasks.register("ghost", puppet);
        flood(start("a"));
        tasks.unregister("ghost");

        assertThat(client.told()).containsExactly("update a running step 3000");
    }

    @Test
    void aTaskThatIsRegisteredAnewIsRemovedBeforeItComesBack() {
        tasks.unregister("b");
        flood(start("a"));
        tasks.register("b", puppet);

        assertThat(client.told()).containsExactly("remove b", "update a running step 3000", "update b pending");
    }

    @Test
    void whatWasMergedIsExactAgainOnceItKeepsUp() {
        Puppet.Run a = start("a");
        flood(a);
        client.pullAll();
        a.ctx().progress("one more");
        a.end();
        tasks.start("b");

        assertThat(client.told())
                .containsExactly("update a running one more", "update a completed", "update b running Starting...");
    }

    @Test
    void nothingIsQueuedForIt() {
        Puppet.Run a = start("a");
        for (int i = 0; i < 20; i++) {
            flood(a);
        }

        int bytes = 0;
        int pieces = 0;
        for (Frames piece = client.session().next();
                piece != null;
                piece = client.session().next()) {
            bytes += piece.bytes().length;
            pieces++;
        }

        assertThat(pieces).as("pieces after %s events", 20 * FLOOD).isEqualTo(1);
        assertThat(bytes).isLessThan(1_000);
    }

    @Test
    void itMayFallBehindAgainInTheMiddleOfWhatItGets() {
        IntStream.range(0, 500).forEach(i -> tasks.register("t" + i, puppet));
        Puppet.Run a = start("a");
        flood(a);
        List<Frame> first = client.pull();
        IntStream.range(0, 500).filter(i -> i % 2 == 0).forEach(i -> tasks.unregister("t" + i));
        IntStream.range(0, 500).filter(i -> i % 4 == 1).forEach(i -> tasks.start("t" + i));
        flood(a);

        client.pullAll();

        assertThat(first).hasSizeLessThan(500);
        assertThat(client.isLive()).isTrue();
        assertThat(client.tasks()).isEqualTo(ModelClient.truth(tasks));
    }

    @Test
    void whoMissedMoreRemovalsThanAreKeptBeginsAnew() {
        IntStream.range(0, 17_000).forEach(i -> {
            tasks.register("t" + i, puppet);
            tasks.unregister("t" + i);
        });
        tasks.unregister("quiet");
        long before = Objects.requireNonNull(client.lastId());

        assertThat(client.told())
                .containsExactly("reset", "init a pending", "init b pending", "init c pending", "ready");
        assertThat(client.lastId()).isGreaterThan(before).isEqualTo(head());
        tasks.start("a");
        assertThat(client.told()).containsExactly("update a running Starting...");
    }

    @Test
    void aReplayThatFallsOutOfTheWindowBeginsAnew() {
        client.cut();
        IntStream.range(0, 200).forEach(i -> tasks.register("t" + i, puppet));
        client.connect().pull();
        assertThat(client.isReplaying()).isTrue();

        flood(start("a"));

        assertThat(client.told()).startsWith("reset").endsWith("ready");
        assertThat(client.tasks()).isEqualTo(ModelClient.truth(tasks));
    }
}
