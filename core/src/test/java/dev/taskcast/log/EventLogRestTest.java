package dev.taskcast.log;

import static dev.taskcast.log.LogRig.BASE;
import static dev.taskcast.log.LogRig.at;
import static dev.taskcast.log.LogRig.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.Lifecycle;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Change;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks that have ended and are held no more, and that are woken. */
class EventLogRestTest {
    private static final int RING = 1_024;

    private final LogRig rig = new LogRig(100).register("a", "b").start("a");

    private void rest(String id) {
        rig.log.rest(rig.row(id));
    }

    /** So many transitions of another task. */
    private void pass(int transitions) {
        for (int i = 0; i < transitions; i += 2) {
            rig.start("b").complete("b");
        }
    }

    /** What is committed where it is started again: the whole row, and the start. */
    private TaskRow wake(TaskRow rests) {
        long position = rig.log.head() + 1;
        Decision.Next started = (Decision.Next) Lifecycle.decide(rests, new Command.Start(), 0);
        Decision.Next woken = new Decision.Woken(rests);
        TaskRow after = TaskRow.after(rests, started, position);
        rig.log.append(List.of(
                new Applied(Change.of(rests.id(), null, woken), rests.position(), rests),
                new Applied(Change.of(rests.id(), rests, started), position, after)));
        return rests;
    }

    @Test
    void aTaskThatRestsIsNoEventAndInNoDump() {
        rig.complete("a");
        Cursor end = rig.log.end();
        rest("a");

        assertThat(rig.log.isAtEnd(end)).isTrue();
        assertThat(rig.log.members(0, 10).rows()).extracting(TaskRow::id).containsExactly("b");
        assertThat(rig.log.member(rig.row("a").created())).isNull();
        assertThat(told(rig.read(at(3)))).as("by the ring").containsExactly("a completed @4");
    }

    @Test
    void theEndOfStoppingIsToldAlthoughItsTaskRests() {
        rig.cancel("a");
        Cursor before = rig.log.end();
        rig.handlerEnded("a");
        rest("a");

        assertThat(told(rig.read(before))).containsExactly("a canceled @4~");
        pass(RING + 2);
        rig.log.rest(rig.row("b")); // now and then
        Cursor end = rig.log.end();
        assertThat(rig.log.read(new Cursor(end.position(), 0), 10))
                .as("dropped once nobody reads the end itself any more")
                .isInstanceOfSatisfying(
                        Read.Some.class, read -> assertThat(read.events()).isEmpty());
    }

    /** The newest event that the ring has dropped is the start of a run that goes on. */
    @Test
    void whatIsDroppedWithTheRingTakesNoOtherTaskAlong() {
        rig.cancel("a").handlerEnded("a");
        rest("a");
        rig.register("c").start("c");
        pass(RING);
        rig.log.rest(rig.row("b")); // which drops the end of stopping
        Cursor before = rig.log.end();

        rig.progress("c", "half");
        assertThat(told(rig.read(before))).hasSize(1).allMatch(each -> each.startsWith("c running half"));
    }

    @Test
    void whoIsBehindTheRingAndBehindAnEndThatIsNotHeldBeginsAnew() {
        rig.complete("a");
        pass(RING + 10);
        assertThat(rig.log.read(at(3), 10)).as("it is held").isInstanceOf(Read.Newest.class);
        rest("a");

        assertThat(rig.log.read(at(3), 10)).isInstanceOf(Read.Reset.class);
        assertThat(rig.log.read(at(4), 10)).as("who has been told of it").isInstanceOf(Read.Newest.class);
    }

    @Test
    void oneThatIsWokenIsBackInItsPlaceAndKnownAsSuch() {
        rig.complete("a");
        TaskRow row = rig.row("a");
        rest("a");
        Cursor before = rig.log.end();
        wake(row);

        long woken = BASE + 5;
        assertThat(told(rig.read(before))).containsExactly("a running Starting... @5");
        assertThat(rig.log.members(0, 10).rows()).extracting(TaskRow::id).containsExactly("a", "b");
        assertThat(rig.log.isWokenAfter(row.created(), woken - 1)).isTrue();
        assertThat(rig.log.isWokenAfter(row.created(), woken)).isFalse();
        assertThat(rig.log.wokenAfter(woken - 1)).extracting(TaskRow::id).containsExactly("a");
        assertThat(rig.log.wokenAfter(woken)).isEmpty();
    }

    @Test
    void thatItWasWokenIsKnownAsLongAsItIsRead() {
        rig.complete("a");
        TaskRow row = rig.row("a");
        rest("a");
        wake(row);
        rig.log.rest(row); // as it is: what the rig knows of it is from before

        long woken = BASE + 5;
        assertThat(rig.log.isWokenAfter(row.created(), woken - 1)).isTrue();
        assertThat(rig.log.wokenAfter(woken - 1)).as("it is not held").isEmpty();
    }
}
