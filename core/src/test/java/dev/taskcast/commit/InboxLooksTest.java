package dev.taskcast.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.time.ManualClock;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a node looks into the inbox after its own submits. */
class InboxLooksTest {
    private final ManualClock clock = new ManualClock();
    private final TaskClock.Timers timers = clock.newTimers();
    private final List<Long> looks = new ArrayList<>();
    private final long begun = clock.nanos();
    private final InboxLooks inbox = new InboxLooks(timers, () -> looks.add((clock.nanos() - begun) / 1_000_000));

    @AfterEach
    void close() {
        timers.close();
    }

    private void pass(int millis) {
        for (int i = 0; i < millis; i++) {
            clock.advance(Duration.ofMillis(1));
        }
    }

    @Test
    void afterASubmitThereAreThreeLooks() {
        pass(100);
        assertThat(looks).isEmpty();
        inbox.submitted();
        pass(1_000);
        assertThat(looks).containsExactly(102L, 110L, 150L);
    }

    @Test
    void manySubmitsAtOnceAreLookedForTogether() {
        for (int i = 0; i < 1_000; i++) {
            inbox.submitted();
        }
        pass(1_000);
        assertThat(looks).containsExactly(2L, 10L, 50L);
    }

    @Test
    void aLaterSubmitIsLookedForAsSoon() {
        inbox.submitted();
        pass(5);
        inbox.submitted();
        pass(1_000);
        assertThat(looks).containsExactly(2L, 7L, 15L, 55L);
    }
}
