package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.log.Cursor;
import dev.taskcast.log.Read;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With an interval of zero every report is an event, as in the model library. */
class EveryProgressTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager(builder ->
            builder.clock(new ManualClock()).progressInterval(Duration.ZERO).eventBufferSize(60));
    private final Recorder seen = invariants.record(tasks);
    private final Held held = Held.polite();

    private Held.Run started() throws InterruptedException {
        tasks.register("x", held);
        tasks.start("x");
        return held.next();
    }

    @Test
    void everyReportIsAnEventWithAPositionOfItsOwn() throws Exception {
        Held.Run run = started();
        List<String> expected = new ArrayList<>(List.of("pending", "running Starting..."));
        for (int i = 0; i < 50; i++) {
            run.ctx().progress("at " + i, i, 50);
            expected.add("running at " + i);
        }
        run.ctx().progress(null, 50, 50);
        run.end();
        expected.addAll(List.of("running at 49", "completed"));
        assertThat(seen.await("x", TaskStatus.COMPLETED)).isNotNull();

        assertThat(seen.story("x")).isEqualTo(expected);
        assertThat(seen.changes()).extracting(TaskChange::position).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void reportsAreReplayedAndPushOutOlderEvents() throws Exception {
        Held.Run run = started();
        long start = tasks.engine().log().head();
        for (int i = 0; i < 60; i++) {
            run.ctx().progress("at " + i);
        }
        Cursor from = Objects.requireNonNull(tasks.engine().log().resume(start));
        Read.Exact replay = (Read.Exact) tasks.engine().log().read(from, 1_000);
        assertThat(replay.events()).hasSize(60);

        run.ctx().progress("one more");
        assertThat(tasks.engine().log().resume(start)).isNull();
    }

    @Test
    void nothingIsReportedAfterTheEnd() throws Exception {
        Held.Run run = started();
        run.ctx().progress("half");
        tasks.cancel("x");
        run.ctx().progress("late");
        seen.awaitStopped("x");
        run.ctx().progress("later");
        seen.drain(tasks);

        assertThat(seen.story("x"))
                .containsExactly("pending", "running Starting...", "running half", "canceled stopping", "canceled");
    }
}
