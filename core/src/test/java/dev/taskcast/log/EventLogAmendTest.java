package dev.taskcast.log;

import static dev.taskcast.log.LogRig.BASE;
import static dev.taskcast.log.LogRig.at;
import static dev.taskcast.log.LogRig.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskProgress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Changes without a position: progress, and the end of stopping. */
class EventLogAmendTest {
    private final LogRig rig = new LogRig(100).register("a", "b").start("a");

    @Test
    void progressTakesNoPositionAndIsReadAfterTheTransitions() {
        long head = rig.log.head();
        rig.progress("a", "half");
        assertThat(rig.log.head()).isEqualTo(head);
        rig.start("b");

        assertThat(told(rig.read(at(3)))).containsExactly("b running Starting... @4", "a running half @3~");
    }

    @Test
    void onlyTheNewestProgressIsKept() {
        Cursor before = rig.log.end();
        rig.progress("a", "one").progress("a", "two").progress("a", "three");

        Read.Some read = rig.read(before);

        assertThat(told(read)).containsExactly("a running three @3~");
        assertThat(told(rig.read(read.next()))).isEmpty();
        assertThat(rig.log.isAtEnd(read.next())).isTrue();
    }

    @Test
    void progressIsReadInTheOrderOfItsLastChange() {
        rig.start("b");
        Cursor before = rig.log.end();
        rig.progress("a", "a1").progress("b", "b1").progress("a", "a2");

        assertThat(told(rig.read(before))).containsExactly("b running b1 @4~", "a running a2 @3~");
        assertThat(told(rig.read(before, 1))).containsExactly("b running b1 @4~");
        assertThat(told(rig.read(rig.read(before, 1).next(), 1))).containsExactly("a running a2 @3~");
    }

    @Test
    void theLastProgressComesBeforeTheEndForAReaderThatHasNotHadIt() {
        Cursor before = rig.log.end();
        rig.progress("a", "shown").report("a", "not shown yet").complete("a");

        assertThat(told(rig.read(before))).containsExactly("a running not shown yet @3~", "a completed @4");
    }

    @Test
    void theLastProgressIsNotToldAgainToAReaderThatHasHadIt() {
        rig.progress("a", "half");
        Cursor has = rig.log.end();
        rig.complete("a");

        assertThat(told(rig.read(has))).containsExactly("a completed @4");
        assertThat(told(rig.read(at(3)))).containsExactly("a running half @3~", "a completed @4");
    }

    @Test
    void aRunWithoutProgressEndsWithoutAny() {
        Cursor before = rig.log.end();
        rig.cancel("a");

        assertThat(told(rig.read(before))).containsExactly("a canceled stopping @4");
    }

    @Test
    void progressThatWasATransitionIsNotToldTwice() {
        Cursor before = rig.log.end();
        rig.report("a", "half").commitReport("a").complete("a");

        assertThat(told(rig.read(before))).containsExactly("a running half @4", "a completed @5");
    }

    @Test
    void theProgressOfAnEndedRunIsNotShown() {
        TaskRow first = rig.row("a");
        rig.complete("a");
        Cursor ended = rig.log.end();
        assertThat(rig.log.amended().progress(first, new TaskProgress("late"))).isFalse();
        rig.start("a");
        assertThat(rig.log.amended().progress(first, new TaskProgress("late"))).isFalse();
        rig.unregister("a");
        assertThat(rig.log.amended().progress(first, new TaskProgress("late"))).isFalse();
        rig.register("a").start("a");
        assertThat(rig.log.amended().progress(first, new TaskProgress("late"))).isFalse();

        assertThat(told(rig.read(ended)))
                .containsExactly(
                        "a running Starting... @5", "a removed @6", "a pending @7", "a running Starting... @8");
    }

    @Test
    void theEndOfStoppingTakesNoPositionAndIsToldUntilTheNextRun() {
        rig.cancel("a").handlerEnded("a");
        assertThat(rig.log.head()).isEqualTo(BASE + 4);
        assertThat(told(rig.read(at(3)))).containsExactly("a canceled stopping @4", "a canceled @4~");

        rig.start("a");

        assertThat(told(rig.read(at(3)))).containsExactly("a canceled stopping @4", "a running Starting... @5");
    }

    @Test
    void theProgressOfAnUnregisteredTaskGoesWithIt() {
        Cursor before = rig.log.end();
        rig.progress("a", "half").unregister("a");

        assertThat(told(rig.read(before))).containsExactly("a removed @4");
    }

    @Test
    void theNewestStateOfATaskHoldsItsProgress() {
        rig.progress("a", "half");

        assertThat(told(rig.log.readNewest(at(2), 10))).containsExactly("a running half @3");
        assertThat(rig.log.members(0, 10).rows())
                .extracting(row -> LogRig.told(row.state()))
                .isEqualTo(List.of("running half", "pending"));
    }

    @Test
    void aReaderThatIsAtTheEndOfTransitionsButNotOfProgressIsNotAtTheEnd() {
        Cursor before = rig.log.end();
        rig.progress("a", "half");

        assertThat(rig.log.isAtEnd(before)).isFalse();
        assertThat(rig.log.isAtEnd(new Cursor(before.position(), Cursor.NO_TICKS)))
                .isTrue();
    }

    @Test
    void aPlaceInLineTakesNoPositionAndOnlyTheNewestIsKept() {
        rig.queue("b");
        Cursor before = rig.log.end();

        assertThat(rig.stands("b", 3)).isTrue();
        assertThat(rig.stands("b", 2)).isTrue();
        assertThat(rig.stands("b", 2)).as("again").isFalse();

        Read.Some read = rig.read(before);
        assertThat(told(read)).containsExactly("b pending as no. 2 @4~");
        assertThat(read.events().getFirst().standing()).isNotNull();
        assertThat(rig.log.head()).isEqualTo(before.position());
    }

    @Test
    void aPlaceInLineIsOvertakenByTheNextTransition() {
        rig.queue("b");
        TaskRow waiting = rig.row("b");
        Cursor before = rig.log.end();
        rig.stands("b", 1);
        rig.cancel("b");

        assertThat(told(rig.read(before))).containsExactly("b canceled @5");
        assertThat(rig.log.standing(waiting.created(), waiting.position(), new Standing(Standing.Why.SLOT, null, 1, 0)))
                .as("too late")
                .isFalse();
        assertThat(rig.stands("a", 1)).as("of one that runs").isFalse();
    }
}
