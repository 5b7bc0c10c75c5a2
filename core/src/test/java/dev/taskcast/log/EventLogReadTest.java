package dev.taskcast.log;

import static dev.taskcast.log.LogRig.BASE;
import static dev.taskcast.log.LogRig.at;
import static dev.taskcast.log.LogRig.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Reading on: exact from within the ring, the newest from before it. */
class EventLogReadTest {
    /** A log keeps so many transitions for live readers, also where no replay is wanted. */
    private static final int RING = 1_024;

    private final LogRig rig = new LogRig(0);

    @Test
    void anEmptyLogHasNothingToReadAndIsAtItsEnd() {
        Read.Some read = rig.read(at(0));

        assertThat(read.events()).isEmpty();
        assertThat(read.atEnd()).isTrue();
        assertThat(read.next()).isEqualTo(rig.log.end());
        assertThat(rig.log.isAtEnd(rig.log.end())).isTrue();
        assertThat(rig.log.head()).isEqualTo(BASE);
    }

    @Test
    void anExactReadGivesEveryTransitionInOrder() {
        rig.register("a", "b").start("a").complete("a").start("a").cancel("a").unregister("b");

        Read.Some read = rig.read(at(0));

        assertThat(read).isInstanceOf(Read.Exact.class);
        assertThat(told(read))
                .containsExactly(
                        "a pending @1",
                        "b pending @2",
                        "a running Starting... @3",
                        "a completed @4",
                        "a running Starting... @5",
                        "a canceled stopping @6",
                        "b removed @7");
        assertThat(rig.log.head()).isEqualTo(BASE + 7);
        assertThat(told(rig.read(at(5)))).containsExactly("a canceled stopping @6", "b removed @7");
        assertThat(told(rig.read(at(7)))).isEmpty();
    }

    @Test
    void piecesOfAnySizeMakeUpTheWhole() {
        rig.register("a", "b", "c").start("a").progress("a", "half").start("b").complete("a");
        List<String> whole = told(rig.read(at(0)));

        for (int max = 1; max <= whole.size() + 1; max++) {
            assertThat(readInPieces(at(0), max)).as("pieces of %s", max).isEqualTo(whole);
        }
    }

    private List<String> readInPieces(Cursor from, int max) {
        List<String> all = new ArrayList<>();
        Cursor cursor = from;
        while (true) {
            assertThat(rig.log.isAtEnd(cursor)).isFalse();
            Read.Some piece = rig.read(cursor, max);
            assertThat(piece.events()).hasSizeBetween(1, max + 1);
            all.addAll(told(piece));
            cursor = piece.next();
            if (piece.atEnd()) {
                assertThat(rig.log.isAtEnd(cursor)).isTrue();
                return all;
            }
        }
    }

    @Test
    void aReaderFromBeforeTheRingGetsTheNewestOfEachTaskThatChanged() {
        rig.register("quiet", "done", "gone", "loop").start("done").complete("done");
        Cursor behind = rig.log.end();
        rig.start("done").progress("done", "again").unregister("gone").register("new");
        fillTheRing("loop");

        Read.Some read = rig.read(behind);

        assertThat(read).isInstanceOf(Read.Newest.class);
        assertThat(told(read))
                .containsExactly(
                        "done running again @7",
                        "gone removed @8",
                        "new pending @9",
                        "loop canceled stopping @" + (9 + RING + 2));
        assertThat(read.atEnd()).isTrue();
        assertThat(read.next()).isEqualTo(rig.log.end());
    }

    /** More transitions of a task than the ring holds; it ends canceled. */
    private void fillTheRing(String id) {
        for (int i = 0; i <= RING / 2; i++) {
            rig.start(id).cancel(id);
        }
    }

    @Test
    void theRingsEdgeIsExact() {
        rig.register("loop");
        for (int i = 0; i < RING; i++) {
            rig.register("t" + i);
        }

        assertThat(rig.log.read(at(0), 1)).isInstanceOf(Read.Newest.class);
        assertThat(rig.log.read(at(1), 1)).isInstanceOf(Read.Exact.class);
        assertThat(told(rig.log.read(at(1), 1))).containsExactly("t0 pending @2");
    }

    @Test
    void theRemovalOfATaskThatWasMadeLaterIsNotTold() {
        rig.register("a");
        Cursor behind = rig.log.end();
        rig.register("b").unregister("b").unregister("a").register("a");
        fillTheRing("a");

        assertThat(told(rig.read(behind)))
                .containsExactly("a removed @4", "a canceled stopping @" + (rig.log.head() - BASE));
    }

    @Test
    void aRemovalIsToldToAReaderThatGotTheTaskInAnEarlierPiece() {
        rig.register("loop");
        Cursor behind = rig.log.end();
        rig.register("b").start("b");
        fillTheRing("loop");
        Read.Some first = rig.read(behind, 1);
        assertThat(told(first)).containsExactly("b running Starting... @3");
        rig.unregister("b");

        Read.Some rest = rig.read(first.next());

        assertThat(told(rest)).contains("b removed @" + (rig.log.head() - BASE));
    }

    @Test
    void aReaderThatMissedMoreRemovalsThanAreKeptMustBeginAnew() {
        rig.register("a");
        Cursor behind = rig.log.end();
        for (int i = 0; i < 16_384; i++) {
            rig.register("b").unregister("b");
        }
        assertThat(rig.log.read(behind, 10)).isInstanceOf(Read.Newest.class);

        rig.register("b").unregister("b");

        assertThat(rig.log.read(behind, 10)).isInstanceOf(Read.Reset.class);
        assertThat(rig.log.readNewest(behind, 10)).isInstanceOf(Read.Reset.class);
        assertThat(rig.log.read(rig.log.end(), 10)).isInstanceOf(Read.Exact.class);
    }

    @Test
    void aPlaceOfAnotherLogIsReset() {
        rig.register("a");

        assertThat(rig.log.read(new Cursor(BASE - 1, 0), 10)).isInstanceOf(Read.Reset.class);
        assertThat(rig.log.read(new Cursor(BASE + 2, 0), 10)).isInstanceOf(Read.Reset.class);
    }

    @Test
    void theNewestSharesItsEncodingWithTheRing() {
        rig.register("a").start("a");
        AtomicInteger encoded = new AtomicInteger();
        Event exact = rig.read(at(1)).events().getFirst();
        Event newest = ((Read.Some) rig.log.readNewest(at(1), 10)).events().getFirst();

        assertThat(exact.<String>encoded(e -> told(e) + encoded.incrementAndGet()))
                .isEqualTo("a running Starting... @21");
        assertThat(newest.<String>encoded(e -> told(e) + encoded.incrementAndGet()))
                .isEqualTo("a running Starting... @21");
    }

    @Test
    void aHintComesWithEachChangeUntilItIsTakenBack() {
        AtomicInteger hints = new AtomicInteger();
        Runnable takeBack = rig.log.onHint(hints::incrementAndGet);
        rig.register("a").start("a");
        assertThat(hints).hasValue(2);
        rig.submit("a", new Command.Start()); // refused: nothing to read
        assertThat(hints).hasValue(2);

        takeBack.run();
        rig.cancel("a");

        assertThat(hints).hasValue(2);
    }
}
