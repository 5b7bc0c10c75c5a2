package dev.taskcast.log;

import static dev.taskcast.log.LogRig.BASE;
import static dev.taskcast.log.LogRig.told;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From which positions a reader that was cut off can go on. */
class EventLogResumeTest {
    private static LogRig withTransitions(int window, int transitions) {
        LogRig rig = new LogRig(window);
        for (int i = 0; i < transitions; i++) {
            rig.register("t" + i);
        }
        return rig;
    }

    @Test
    void everyPositionOfTheWindowGetsAllAfterIt() {
        LogRig rig = withTransitions(10, 5);

        for (int position = 0; position <= 5; position++) {
            Cursor from = Objects.requireNonNull(rig.log.resume(BASE + position));
            Read.Some read = rig.read(from);
            assertThat(read).isInstanceOf(Read.Exact.class);
            assertThat(read.events()).hasSize(5 - position).allMatch(Event::isTransition);
        }
    }

    @Test
    void zeroIsTheLogsBirthWhileTheWindowReachesBackToIt() {
        LogRig rig = withTransitions(3, 0);
        assertThat(rig.log.resume(0)).isEqualTo(new Cursor(BASE, 0));

        rig.register("a", "b", "c");
        assertThat(told(rig.read(Objects.requireNonNull(rig.log.resume(0)))))
                .containsExactly("a pending @1", "b pending @2", "c pending @3");

        rig.register("d");
        assertThat(rig.log.resume(0)).isNull();
    }

    @Test
    void whatTheWindowNoLongerHoldsCannotBeResumedThoughTheRingMay() {
        LogRig rig = withTransitions(3, 10);

        assertThat(rig.log.resume(BASE + 6)).isNull();
        assertThat(rig.log.resume(BASE + 7)).isNotNull();
        assertThat(rig.log.read(new Cursor(BASE + 6, 0), 10)).isInstanceOf(Read.Exact.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 1_024, 1_025, 3_000})
    void theWindowIsExactWhateverTheRingsSize(int window) {
        LogRig rig = withTransitions(window, window + 10);

        assertThat(rig.log.resume(BASE + 9)).isNull();
        Cursor oldest = Objects.requireNonNull(rig.log.resume(BASE + 10));
        assertThat(rig.read(oldest)).isInstanceOf(Read.Exact.class);
        assertThat(rig.read(oldest).events()).hasSize(window);
    }

    @Test
    void aheadAndEarlierLivesAndNonsenseCannotBeResumed() {
        LogRig rig = withTransitions(10, 5);

        for (long position : new long[] {BASE + 6, Long.MAX_VALUE, BASE - 1, 1, -1, Long.MIN_VALUE}) {
            assertThat(rig.log.resume(position)).as("%s", position).isNull();
        }
    }

    @Test
    void withoutABufferOnlyTheHeadCanBeResumed() {
        LogRig rig = withTransitions(0, 0);
        assertThat(rig.log.resume(0)).isNotNull();
        assertThat(rig.log.resume(BASE)).isNotNull();

        rig.register("a", "b");

        assertThat(rig.log.resume(BASE + 2)).isNotNull();
        assertThat(rig.log.resume(BASE + 1)).isNull();
        assertThat(rig.log.resume(0)).isNull();
    }

    @Test
    void aResumedReaderGetsTheNewestProgressOfWhatRuns() {
        LogRig rig = new LogRig(10).register("a", "b").start("a").start("b").progress("a", "half");

        assertThat(told(rig.read(Objects.requireNonNull(rig.log.resume(BASE + 4)))))
                .containsExactly("a running half @3~");
        assertThat(told(rig.read(Objects.requireNonNull(rig.log.resume(BASE + 3)))))
                .containsExactly("b running Starting... @4", "a running half @3~");
    }

    @Test
    void aReplayThatPassesOverProgressHasTransitionsOnly() {
        LogRig rig = new LogRig(10).register("a", "b").start("a").progress("a", "half");
        rig.complete("a")
                .start("a")
                .progress("a", "again")
                .start("b")
                .cancel("b")
                .handlerEnded("b");

        assertThat(told(rig.read(new Cursor(BASE + 2, Cursor.NO_TICKS))))
                .containsExactly(
                        "a running Starting... @3",
                        "a completed @4",
                        "a running Starting... @5",
                        "b running Starting... @6",
                        "b canceled stopping @7");
    }
}
