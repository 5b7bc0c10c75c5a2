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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tasks that go. */
class RemovalTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final Puppet puppet = Puppet.stubborn();

    private ModelClient watching(TaskManager tasks) {
        ModelClient client = new ModelClient(TaskEndpoint.builder(tasks).build()).connect();
        client.pullAll();
        return client;
    }

    @Test
    void anUnregisteredTaskIsRemoved() {
        TaskManager tasks = invariants.manager();
        tasks.register("a", puppet);
        ModelClient client = watching(tasks);

        tasks.unregister("a");

        List<Frame.Message> got = client.pullAll();
        assertThat(got).extracting(Frame.Message::told).containsExactly("remove a");
        assertThat(got.getFirst().id()).isEqualTo(Backends.of(tasks).log().head());
    }

    @Test
    void aRunningTaskThatIsUnregisteredIsRemovedAndNotCanceled() {
        TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
        tasks.register("a", puppet);
        tasks.start("a");
        Puppet.Run run = puppet.awaitRun();
        ModelClient client = watching(tasks);

        tasks.unregister("a");
        run.ctx().progress("from beyond");
        run.end();
        clock.advance(Duration.ofSeconds(1));

        assertThat(client.told()).containsExactly("remove a");
        assertThat(client.tasks()).isEmpty();
    }

    @Test
    void theEndOfAnOldRunDoesNotReachTheTaskThatTookItsId() {
        TaskManager tasks = invariants.manager();
        tasks.register("a", puppet);
        tasks.start("a");
        Puppet.Run old = puppet.awaitRun();
        ModelClient client = watching(tasks);

        tasks.unregister("a");
        tasks.register("a", puppet);
        tasks.start("a");
        Puppet.Run newer = puppet.awaitRun();
        old.ctx().progress("old");
        old.fail("old");
        assertThat(client.told()).containsExactly("remove a", "update a pending", "update a running Starting...");

        newer.end();
        assertThat(client.told()).containsExactly("update a completed");
    }

    @Test
    void whatIsTooMuchHistoryIsRemovedTheOldestFirst() {
        TaskManager tasks = invariants.manager(builder -> builder.maxHistory(1).clock(clock));
        for (String id : List.of("a", "b", "kept", "waiting")) {
            tasks.register(
                    id, puppet, id.equals("kept") ? TaskOptions.builder().keep().build() : TaskOptions.DEFAULT);
        }
        ModelClient client = watching(tasks);

        for (String id : List.of("kept", "a", "b")) {
            tasks.start(id);
            clock.advance(Duration.ofSeconds(1));
            puppet.awaitRun().end();
        }

        assertThat(client.told())
                .containsExactly(
                        "update kept running Starting...",
                        "update kept completed",
                        "update a running Starting...",
                        "update a completed",
                        "update b running Starting...",
                        "update b completed",
                        "remove a");
        assertThat(client.tasks()).containsOnlyKeys("kept", "b", "waiting");
    }

    @Test
    void withoutHistoryATaskIsRemovedAsItEnds() {
        TaskManager tasks = invariants.manager(builder -> builder.maxHistory(0));
        tasks.register("a", puppet);
        ModelClient client = watching(tasks);

        tasks.start("a");
        puppet.awaitRun().end();

        assertThat(client.told()).containsExactly("update a running Starting...", "update a completed", "remove a");
    }

    @Test
    void removalsAreReplayed() {
        TaskManager tasks = invariants.manager(builder -> builder.maxHistory(0));
        tasks.register("a", puppet);
        tasks.register("b", puppet);
        ModelClient client = watching(tasks);
        client.cut();

        tasks.unregister("b");
        tasks.start("a");
        puppet.awaitRun().end();

        assertThat(client.connect().told())
                .containsExactly("remove b", "update a running Starting...", "update a completed", "remove a", "ready");
        assertThat(client.tasks()).isEmpty();
    }
}
