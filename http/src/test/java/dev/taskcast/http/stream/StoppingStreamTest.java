package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.http.Frame;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.time.ManualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Handlers that go on for a while after their run was ended from outside. */
class StoppingStreamTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks =
            invariants.manager(builder -> builder.clock(clock).closeTimeout(Duration.ZERO));
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final Puppet puppet = Puppet.stubborn();
    private final ModelClient client = new ModelClient(endpoint);
    private Puppet.Run run = null_();

    @SuppressWarnings("NullAway") // set before each test
    private static Puppet.Run null_() {
        return null;
    }

    @BeforeEach
    void running() {
        tasks.register("a", puppet, TaskOptions.timeout(Duration.ofMinutes(1)));
        tasks.start("a");
        run = puppet.awaitRun();
        client.connect().pullAll();
    }

    @AfterEach
    void end() {
        run.end();
    }

    @Test
    void stoppingAppearsWithTheCancelAndGoesWithTheHandler() {
        long now = clock.millis();
        tasks.cancel("a");
        List<Frame.Message> canceled = client.pullAll();
        long position = Backends.of(tasks).log().head();

        assertThat(canceled).extracting(Frame.Message::told).containsExactly("update a canceled stopping");
        assertThat(canceled.getFirst().state())
                .containsEntry("stopping", Map.of("phase", "requested", "since", BigDecimal.valueOf(now)));

        clock.advance(Duration.ofSeconds(3));
        run.end();
        List<Frame.Message> ended = client.pullAll();

        assertThat(ended).extracting(Frame.Message::told).containsExactly("update a canceled");
        assertThat(ended.getFirst().state()).containsEntry("lastRun", BigDecimal.valueOf(now));
        assertThat(ended.getFirst().id())
                .as("its end has no position of its own")
                .isEqualTo(position);
        assertThat(Backends.of(tasks).log().head()).isEqualTo(position);
    }

    @Test
    void aTimedOutRunStopsTheSameWay() {
        clock.awaitTimers(1);
        clock.advance(Duration.ofMinutes(1));
        assertThat(client.told()).containsExactly("update a timed_out stopping");

        run.end();
        assertThat(client.told()).containsExactly("update a timed_out");
    }

    @Test
    void aReplayHasTheCancelAsItWasThenTheNewest() {
        client.cut();
        tasks.cancel("a");
        run.end();

        assertThat(client.connect().told()).containsExactly("update a canceled stopping", "update a canceled", "ready");

        client.cut();
        assertThat(client.connect().told())
                .as("the end of stopping is not replayed, only what is newest is told again")
                .isIn(List.of(List.of("ready"), List.of("update a canceled", "ready")));
    }

    @Test
    void whoWasCutBeforeItsEndIsToldOfIt() {
        tasks.cancel("a");
        client.pullAll();
        client.cut();
        run.end();

        assertThat(client.connect().told()).containsExactly("update a canceled", "ready");
        assertThat(client.tasks()).isEqualTo(ModelClient.truth(tasks));
    }

    @Test
    void theEndOfAnOlderRunIsNotToldOnceANewerOneHasStarted() {
        tasks.cancel("a");
        tasks.start("a");
        Puppet.Run newer = puppet.awaitRun();
        assertThat(client.told()).containsExactly("update a canceled stopping", "update a running Starting...");

        run.end();

        assertThat(client.told()).isEmpty();
        newer.end();
        assertThat(client.told()).containsExactly("update a completed");
    }

    @Test
    void aDumpSaysWhetherTheHandlerStillGoesOn() {
        tasks.cancel("a");
        assertThat(new ModelClient(endpoint).connect().told()).containsExactly("init a canceled stopping", "ready");

        run.end();
        assertThat(new ModelClient(endpoint).connect().told()).containsExactly("init a canceled", "ready");
    }

    @Test
    void whatAHandlerReportsAfterTheCancelIsNotTold() {
        tasks.cancel("a");
        run.ctx().progress("late");
        run.ctx().result("late");
        clock.advance(Duration.ofSeconds(1));
        run.fail("late");

        assertThat(client.told()).containsExactly("update a canceled stopping", "update a canceled");
    }
}
