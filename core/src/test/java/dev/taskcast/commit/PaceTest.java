package dev.taskcast.commit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Commits that are not urgent: at once after a rest, and together under load. */
class PaceTest {
    private static final long MILLI = 1_000_000;

    private final Pace pace = new Pace();
    private long now = -5 * MILLI; // a monotonic clock may begin anywhere

    private void commits(int count, long took) {
        for (int i = 0; i < count; i++) {
            pace.begun(now);
            pace.ended(took);
            now += took;
        }
    }

    @Test
    void aFewInARowAreMadeAtOnce() {
        for (int i = 0; i < 8; i++) {
            assertThat(pace.delayNanos(now)).isZero();
            pace.begun(now);
        }
        assertThat(pace.delayNanos(now)).isEqualTo(4 * MILLI);
        assertThat(pace.delayNanos(now + MILLI)).isEqualTo(3 * MILLI);
        assertThat(pace.delayNanos(now + 4 * MILLI)).isZero();
    }

    @Test
    void underLoadThereIsOneInFourMillis() {
        commits(100, 0);
        long begun = now;
        for (int i = 0; i < 100; i++) {
            now += pace.delayNanos(now);
            pace.begun(now);
        }
        assertThat(now - begun).isBetween(396 * MILLI, 400 * MILLI);
    }

    @Test
    void afterARestAllIsAtOnceAgain() {
        commits(100, 0);
        assertThat(pace.delayNanos(now)).isPositive();
        now += 100 * MILLI;
        for (int i = 0; i < 8; i++) {
            assertThat(pace.delayNanos(now)).isZero();
            pace.begun(now);
        }
        assertThat(pace.delayNanos(now)).isPositive();
    }

    @Test
    void moreGoesTogetherWhereCommitsTakeLonger() {
        commits(100, 5 * MILLI);
        long begun = now;
        for (int i = 0; i < 100; i++) {
            now += pace.delayNanos(now);
            commits(1, 5 * MILLI);
        }
        assertThat(now - begun).isBetween(850 * MILLI, 1_000 * MILLI);
    }

    @Test
    void whoCommitsOneAfterTheOtherAllTheTimeIsNotHeldUp() {
        for (int i = 0; i < 100; i++) {
            commits(1, 30 * MILLI);
            assertThat(pace.delayNanos(now)).isZero();
        }
    }

    @Test
    void whatIsUrgentWaitsForNothing() {
        commits(100, 0);
        pace.hurry();
        assertThat(pace.delayNanos(now)).isZero();
        pace.rest(60_000 * MILLI);
        pace.hurried();
        assertThat(pace.delayNanos(now)).isPositive();
    }

    @Test
    void aRestEndsWithWhatIsUrgent() throws InterruptedException {
        Thread resting = new Thread(() -> pace.rest(600_000 * MILLI));
        resting.start();
        while (!pace.isResting()) {
            Thread.onSpinWait();
        }
        pace.hurry();
        resting.join();
        assertThat(pace.isResting()).isFalse();
    }
}
