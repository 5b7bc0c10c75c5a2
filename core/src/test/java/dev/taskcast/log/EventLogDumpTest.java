package dev.taskcast.log;

import static dev.taskcast.log.LogRig.BASE;
import static dev.taskcast.log.LogRig.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.TaskRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tasks that there are, and the seam between them and what happens while they are read. */
class EventLogDumpTest {
    private final LogRig rig = new LogRig(100).register("a", "b", "c");

    private static List<String> ids(Members members) {
        return members.rows().stream().map(TaskRow::id).toList();
    }

    @Test
    void membersAreInTheOrderOfRegistrationWhateverHappenedSince() {
        rig.start("c").start("a").complete("c").unregister("b").register("b");

        Members all = rig.log.members(0, 100);

        assertThat(ids(all)).containsExactly("a", "c", "b");
        assertThat(all.atEnd()).isTrue();
        assertThat(all.end()).isEqualTo(rig.log.end());
        assertThat(all.rows())
                .extracting(row -> LogRig.told(row.state()))
                .containsExactly("running Starting...", "completed", "pending");
    }

    @Test
    void membersAreReadInPiecesOfAnySize() {
        for (int max = 1; max <= 4; max++) {
            List<String> all = new ArrayList<>();
            long last = 0;
            Members piece;
            do {
                piece = rig.log.members(last, max);
                assertThat(piece.rows()).hasSizeLessThanOrEqualTo(max);
                all.addAll(ids(piece));
                last = piece.last();
            } while (!piece.atEnd());
            assertThat(all).containsExactly("a", "b", "c");
        }
    }

    @Test
    void anEmptyLogHasNoMembers() {
        Members none = new LogRig(1).log.members(0, 10);

        assertThat(none.rows()).isEmpty();
        assertThat(none.atEnd()).isTrue();
        assertThat(none.end()).isEqualTo(new Cursor(BASE, 0));
    }

    @Test
    void whatChangedBetweenTwoPiecesIsReadAsItIsNowAndNeverAsItWas() {
        Cursor seam = rig.log.members(0, 2).end();
        rig.start("c").progress("c", "half").start("a");
        List<String> second = rig.log.members(BASE + 2, 2).rows().stream()
                .map(row -> LogRig.told(row.state()))
                .toList();
        assertThat(second).containsExactly("running half");
        rig.progress("c", "more");

        assertThat(told(rig.log.readNewest(seam, 100)))
                .containsExactly("c running more @4", "a running Starting... @5");
    }

    @Test
    void aTaskOfTheFirstPieceThatIsTakenAwayDuringTheSecondIsRemoved() {
        Cursor seam = rig.log.members(0, 2).end();
        rig.unregister("a");

        assertThat(told(rig.log.readNewest(seam, 100))).containsExactly("a removed @4");
    }

    /** A later piece may have held it, so the reader must hear of its removal. */
    @Test
    void theRemovalOfATaskThatWasMadeAfterTheSeamIsTold() {
        Cursor seam = rig.log.members(0, 2).end();
        rig.register("d");
        TaskRow made = rig.log.members(BASE + 3, 100).rows().getFirst();

        assertThat(made.created()).isGreaterThan(seam.position());
        assertThat(told(rig.log.readNewest(seam, 100))).containsExactly("d pending @4");
        rig.unregister("d");
        assertThat(told(rig.log.readNewest(seam, 100))).containsExactly("d removed @5");
    }

    @Test
    void aTaskThatWasTakenAwayAndMadeAgainIsRemovedAndThenNew() {
        Cursor seam = rig.log.members(0, 2).end();
        rig.unregister("a").register("a").start("a");

        assertThat(told(rig.log.readNewest(seam, 100))).containsExactly("a removed @4", "a running Starting... @6");
    }

    @Test
    void progressOfTheFirstPiecesTasksIsReadAfterTheSeam() {
        rig.start("a");
        Cursor seam = rig.log.members(0, 2).end();
        rig.progress("a", "half");

        assertThat(told(rig.log.readNewest(seam, 100))).containsExactly("a running half @4~");
    }
}
