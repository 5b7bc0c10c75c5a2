package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Handlers that do not return when they are told to stop. */
class StragglersTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final Held stubborn = Held.stubborn();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));

    private Held.Run canceled(String id) throws InterruptedException {
        tasks.register(id, stubborn);
        tasks.start(id);
        Held.Run run = stubborn.next();
        tasks.cancel(id);
        return run;
    }

    private void minutePasses() {
        clock.advance(Duration.ofMinutes(1));
    }

    @Test
    void theLogSaysOnceWhereItIs() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            Held.Run run = canceled("x");
            clock.advance(Duration.ofSeconds(59));
            assertThat(log.messages(Level.WARNING)).isEmpty();
            minutePasses();
            minutePasses();

            List<LogRecord> said = log.records(Level.WARNING);
            assertThat(said).hasSize(1);
            assertThat(said.getFirst().getMessage()).startsWith("Task \"x\" was told to stop a minute ago");
            assertThat(Arrays.toString(said.getFirst().getThrown().getStackTrace()))
                    .contains(Held.class.getName());
            run.end();
            run.awaitEnd();
        }
    }

    @Test
    void ofOneThatHasReturnedAndOfOneThatGoesOnItSaysNothing() throws Exception {
        try (LogCapture log = LogCapture.open()) {
            Held.Run run = canceled("x");
            run.end();
            run.awaitEnd();
            tasks.register("y", stubborn);
            tasks.start("y");
            Held.Run running = stubborn.next();
            minutePasses();
            minutePasses();

            assertThat(log.messages(Level.WARNING)).isEmpty();
            running.end();
        }
    }
}
