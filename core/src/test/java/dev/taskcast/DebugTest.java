package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.TaskStatus;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DebugTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private void startAndCancelInVain(TaskManager tasks) throws InterruptedException {
        Recorder seen = invariants.record(tasks);
        Held held = Held.polite();
        tasks.register("x", held);
        tasks.cancel("x");
        tasks.cancel("unknown");
        tasks.start("unknown");
        tasks.start("x");
        tasks.start("x");
        held.next().end();
        assertThat(seen.await("x", TaskStatus.COMPLETED)).isNotNull();
        tasks.start("x");
        tasks.cancel("x");
        tasks.unregister("x");
    }

    @Test
    void withDebugWhatChangesNothingIsLogged() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            startAndCancelInVain(invariants.manager(builder -> builder.debug(true)));

            assertThat(log.messages(Level.INFO))
                    .containsExactly(
                            "cancel of task \"x\" changed nothing: NOT_RUNNING",
                            "cancel of task \"unknown\" changed nothing: UNKNOWN",
                            "start of task \"unknown\" changed nothing: UNKNOWN",
                            "start of task \"x\" changed nothing: ALREADY_RUNNING");
        }
    }

    @Test
    void withoutDebugItIsNot() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            startAndCancelInVain(invariants.manager());

            assertThat(log.messages(Level.INFO)).isEmpty();
        }
    }
}
