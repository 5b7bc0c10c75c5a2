package dev.taskcast.demo.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.demo.process.Restarts.Again;
import dev.taskcast.demo.process.Restarts.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RestartsTest {
    private static final int KILLED = 137;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(800);

    @ParameterizedTest
    @ValueSource(ints = {0, 130, 143})
    void whoWasToldToEndIsNotStartedAgain(int status) {
        assertThat(Restarts.NONE.after(status, true, LONG)).isEqualTo(new End(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, KILLED})
    void whatCouldNotStartEndsWithItsStatus(int status) {
        assertThat(Restarts.NONE.after(status, false, SHORT)).isEqualTo(new End(status));
    }

    @Test
    void aVisitorMayKillAsOftenAsTheyLike() {
        Restarts restarts = Restarts.NONE;
        for (int i = 0; i < 50; i++) {
            Again again = (Again) restarts.after(Supervisor.KILLED_BY_VISITOR, true, SHORT);
            assertThat(again.delay()).isZero();
            restarts = again.then();
        }
    }

    @Test
    void whatHasBeenWellIsStartedAgainAtOnce() {
        assertThat(Restarts.NONE.after(KILLED, true, LONG)).isEqualTo(new Again(Duration.ZERO, new Restarts(0, true)));
    }

    @Test
    void aCrashLoopIsLaterAndLaterAndThenOver() {
        List<Duration> delays = new ArrayList<>();
        Restarts restarts = Restarts.NONE;
        while (restarts.after(1, delays.isEmpty(), SHORT) instanceof Again again) {
            delays.add(again.delay());
            restarts = again.then();
        }

        assertThat(delays).hasSize(Restarts.MOST_FAILURES).isSorted().doesNotHaveDuplicates();
        assertThat(delays.getLast()).isEqualTo(Duration.ofSeconds(16));
        assertThat(restarts.after(1, false, SHORT)).isEqualTo(new End(1));
    }

    @Test
    void aLongLifeEndsALoop() {
        Restarts restarts = new Restarts(Restarts.MOST_FAILURES, true);

        assertThat(restarts.after(KILLED, true, LONG)).isEqualTo(new Again(Duration.ZERO, new Restarts(0, true)));
    }
}
