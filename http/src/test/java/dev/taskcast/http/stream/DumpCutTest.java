package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.Frame;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.TaskEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stream that is cut in the middle of its dump, at each frame in turn, loses nothing. */
class DumpCutTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final Puppet puppet = Puppet.docile();

    /** Cuts after so many frames, lets something happen, comes back with the last id, and must know everything. */
    private void cutAfter(TaskManager tasks, ModelClient client, int frames, Runnable meanwhile) {
        client.connect();
        int taken = 0;
        for (List<Frame> piece = client.next(); !piece.isEmpty() && taken < frames; piece = client.next()) {
            for (Frame frame : piece.subList(0, Math.min(piece.size(), frames - taken))) {
                client.take(frame);
                taken++;
            }
        }
        client.cut();
        meanwhile.run();
        client.connect();
        client.pullAll();
        assertThat(client.isLive()).isTrue();
        assertThat(client.tasks()).as("cut after %s frames", frames).isEqualTo(ModelClient.truth(tasks));
    }

    private TaskManager manager(int count) {
        TaskManager tasks = invariants.manager();
        IntStream.range(0, count).forEach(i -> tasks.register("t" + i, puppet));
        return tasks;
    }

    private void atEachFrame(int count, int step, int from, IntConsumer cut) {
        for (int frames = from; frames <= count + 2; frames += step) {
            cut.accept(frames);
        }
    }

    @Test
    void afterAnyFrameOfASmallDump() {
        TaskManager tasks = manager(5);
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
        int[] next = {0};

        atEachFrame(
                5,
                1,
                0,
                frames -> cutAfter(tasks, new ModelClient(endpoint), frames, () -> {
                    tasks.unregister("t" + next[0]); // it may have been sent, and no replay tells that it is gone
                    tasks.register("new" + next[0]++, puppet);
                }));
    }

    @Test
    void afterAnyFrameNearTheEndsOfPiecesOfALargeDump() {
        TaskManager tasks = manager(600);
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();

        List<Integer> cuts = new ArrayList<>();
        for (int end : List.of(0, 256, 512, 600)) {
            IntStream.rangeClosed(Math.max(0, end - 2), end + 2).forEach(cuts::add);
        }
        cuts.forEach(frames -> cutAfter(tasks, new ModelClient(endpoint), frames, () -> {
            tasks.start("t1");
            puppet.awaitRun().end();
            tasks.unregister("t" + (599 - frames % 300));
            tasks.register("t" + (599 - frames % 300), puppet);
        }));
    }

    @Test
    void afterAnyFrameOfTheDumpThatFollowsAReset() {
        TaskManager tasks = invariants.manager(builder -> builder.eventBufferSize(2));
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
        IntStream.range(0, 6).forEach(i -> tasks.register("t" + i, puppet));

        atEachFrame(6, 1, 0, frames -> {
            ModelClient client = new ModelClient(endpoint).connect();
            client.pullAll();
            client.cut();
            IntStream.range(0, 4).forEach(i -> {
                tasks.unregister("t" + i);
                tasks.register("t" + i, puppet);
            });
            cutAfter(tasks, client, frames, () -> {
                tasks.start("t5");
                puppet.awaitRun().end();
            });
        });
    }

    @Test
    void againAndAgain() {
        TaskManager tasks = manager(300);
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
        ModelClient client = new ModelClient(endpoint);

        for (int frames = 295; frames < 303; frames++) {
            tasks.start("t0");
            puppet.awaitRun().end();
            cutAfter(tasks, client, frames - 290, () -> {});
            client.cut();
        }
    }
}
