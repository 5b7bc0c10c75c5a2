package dev.taskcast.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each rule of a line by itself. */
class LineTest {
    private static final Lane PLAIN = lane(null, "x", 4);
    private static final LimitOf MANAGER = new LimitOf.Manager();
    private static final LimitOf EACH_KEY = new LimitOf.EachKey("");

    private final Line line = new Line();
    private long position;
    private long now = 1_000_000;

    @BeforeEach
    void codeIsHere() {
        line.available("x", true);
        line.available("y", true);
    }

    private static Lane lane(@Nullable String key, String type, int priority) {
        return new Lane("", key, type, priority, 1, false);
    }

    private static Lane key(String key) {
        return lane(key, "x", 4);
    }

    private static Limit most(int max) {
        return new Limit(max, false, null);
    }

    private Waiter waits(Lane lane) {
        return waits(lane, now);
    }

    private Waiter waits(Lane lane, long readyAt) {
        position++;
        var waiter = new Waiter("t" + position, position, position, readyAt, lane);
        line.waits(waiter);
        return waiter;
    }

    /** Who starts one after the other, until nobody may. */
    private List<String> starts() {
        List<String> started = new ArrayList<>();
        for (Waiter next = line.next(now); next != null; next = line.next(now)) {
            line.leaves(next);
            line.holds(next.lane());
            line.started(next.lane(), now);
            if (next.lane().takesSlot()) {
                line.tookSlot();
            }
            started.add(next.id());
        }
        return started;
    }

    @Test
    void theOldestComesFirstWhateverItsType() {
        waits(lane(null, "y", 4));
        waits(PLAIN);
        waits(lane(null, "y", 4));

        assertThat(line.size()).isEqualTo(3);
        assertThat(starts()).containsExactly("t1", "t2", "t3");
        assertThat(line.size()).isZero();
        assertThat(line.next(now)).isNull();
    }

    @Test
    void aTypeWithoutCodeIsInNobodysWayAndWaitsOn() {
        Waiter unknown = waits(lane(null, "z", 4));
        waits(PLAIN);

        assertThat(line.isAvailable("z")).isFalse();
        assertThat(line.view().lacking(now)).containsExactly("z");
        assertThat(line.view().standing(unknown, now).why()).isEqualTo(Why.UNKNOWN_TYPE);
        assertThat(starts()).containsExactly("t2");
        line.available("z", true);
        assertThat(line.view().lacking(now)).isEmpty();
        assertThat(starts()).containsExactly("t1");
    }

    @Test
    void slotsHoldUpOnlyThoseThatTakeOne() {
        Waiter first = waits(new Lane("", null, "x", 4, 1, true));
        waits(PLAIN);

        assertThat(line.waitingWithSlot()).isEqualTo(1);
        assertThat(line.view().standing(first, now)).isEqualTo(new LinePlace(Why.SLOT, null, 1, 0));
        assertThat(starts()).containsExactly("t2");
        line.gaveSlot();
        assertThat(starts()).containsExactly("t1");
        line.room(0);
        assertThat(line.isFree(new Lane("", null, "x", 4, 1, true), now)).isFalse();
    }

    @Test
    void allLimitsMustHaveRoom() {
        line.limit(MANAGER, most(3));
        line.limit(new LimitOf.Queue(""), most(2));
        line.limit(new LimitOf.Type("x"), most(1));
        waits(PLAIN);
        waits(PLAIN);
        waits(lane(null, "y", 4));
        waits(new Lane("other", null, "y", 4, 1, false));
        waits(new Lane("other", null, "y", 4, 1, false));

        assertThat(starts()).containsExactly("t1", "t3", "t4");
        assertThat(line.holders(MANAGER)).isEqualTo(3);
        line.frees(PLAIN);
        assertThat(starts()).containsExactly("t2");
    }

    @Test
    void aLimitThatIsLoweredStopsNobodyAndOneThatIsRemovedHoldsUpNobody() {
        line.limit(MANAGER, most(2));
        waits(PLAIN);
        waits(PLAIN);
        waits(PLAIN);
        assertThat(starts()).hasSize(2);

        line.limit(MANAGER, most(1));
        line.frees(PLAIN);
        assertThat(starts()).isEmpty();
        line.limit(MANAGER, Limit.NONE);
        assertThat(starts()).containsExactly("t3");
        assertThat(line.isUnlimited(PLAIN)).isTrue();
    }

    @Test
    void aKeysOwnLimitTakesThePlaceOfThatOfEachKey() {
        line.limit(EACH_KEY, most(1));
        line.limit(new LimitOf.Key("", "a"), most(2));
        for (String key : List.of("a", "a", "a", "b", "b")) {
            waits(key(key));
        }
        Waiter unkeyed = waits(PLAIN);

        assertThat(starts()).containsExactlyInAnyOrder("t1", "t2", "t4", "t6");
        assertThat(line.isUnlimited(unkeyed.lane())).isTrue();
        line.limit(new LimitOf.Key("", "a"), Limit.NONE);
        line.frees(key("a"));
        assertThat(starts()).isEmpty();
        line.frees(key("b"));
        assertThat(starts()).containsExactly("t5");
    }

    @Test
    void aSmallKeyGetsItsTurnBesideALargeOne() {
        for (int i = 0; i < 100; i++) {
            waits(key("large"));
        }
        assertThat(starts().subList(0, 10)).doesNotContain("t101");
        for (int i = 0; i < 100; i++) {
            waits(key("large"));
        }
        Waiter small = waits(key("small"));

        assertThat(line.view().standing(small, now).position()).isEqualTo(2);
        assertThat(starts().indexOf(small.id())).isLessThanOrEqualTo(1);
    }

    @Test
    void aKeyOfTwiceTheWeightGetsTwoTurnsForOne() {
        for (int i = 0; i < 100; i++) {
            waits(new Lane("", "a", "x", 4, 2, false));
            waits(new Lane("", "b", "x", 4, 1, false));
        }

        long odd = starts().subList(0, 60).stream()
                .filter(id -> Integer.parseInt(id.substring(1)) % 2 == 1)
                .count();
        assertThat(odd).isEqualTo(40);
    }

    @Test
    void whoComesAnewWaitsBehindNobodyThatWasNotServedForLong() {
        line.limit(new LimitOf.Key("", "held"), new Limit(1, true, null));
        for (int i = 0; i < 50; i++) {
            waits(key("held"));
            waits(key("other"));
        }
        assertThat(starts()).hasSize(50);
        line.limit(new LimitOf.Key("", "held"), Limit.NONE);
        Waiter anew = waits(key("new"));

        assertThat(starts().indexOf(anew.id())).isLessThanOrEqualTo(1);
    }

    @Test
    void aPriorityIsAHeadStartOfAMinute() {
        Waiter low = waits(lane(null, "x", 3));
        now += 59_999;
        Waiter soon = waits(lane(null, "x", 4));
        assertThat(line.next(now)).isEqualTo(soon);
        line.leaves(soon);
        now += 2;
        waits(lane(null, "x", 4));
        assertThat(line.next(now)).isEqualTo(low);
    }

    @Test
    void aDelayedTaskIsInNobodysWayUntilItsTime() {
        Waiter later = waits(PLAIN, now + 500);
        waits(PLAIN);

        assertThat(line.view().standing(later, now)).isEqualTo(new LinePlace(Why.DELAY, null, 0, now + 500));
        assertThat(starts()).containsExactly("t2");
        assertThat(line.isFree(PLAIN, now)).isTrue();
        assertThat(line.nextDue(now)).isEqualTo(now + 500);
        now += 500;
        assertThat(starts()).containsExactly("t1");
        assertThat(line.nextDue(now)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aRateLetsItsPermitsStartAtOnceAndTheOthersEvenlySpread() {
        line.limit(MANAGER, new Limit(Integer.MAX_VALUE, false, new Rate(2, 1_000)));
        for (int i = 0; i < 4; i++) {
            waits(PLAIN);
        }

        assertThat(starts()).containsExactly("t1", "t2");
        assertThat(line.nextDue(now)).isEqualTo(now + 500);
        now += 499;
        assertThat(starts()).isEmpty();
        now += 1;
        assertThat(starts()).containsExactly("t3");
        now += 1_000;
        assertThat(starts()).containsExactly("t4");
    }

    @Test
    void aRateThatIsRaisedHelpsAtOnce() {
        line.limit(new LimitOf.Queue(""), new Limit(Integer.MAX_VALUE, false, new Rate(1, 86_400_000)));
        waits(PLAIN);
        Waiter second = waits(PLAIN);
        assertThat(starts()).containsExactly("t1");
        assertThat(line.view().standing(second, now).why()).isEqualTo(Why.RATE);

        line.limit(new LimitOf.Queue(""), new Limit(Integer.MAX_VALUE, false, new Rate(100, 1_000)));
        assertThat(line.nextDue(now)).isLessThanOrEqualTo(now + 1_000);
    }

    @Test
    void aPauseLetsNothingStart() {
        Waiter waiter = waits(PLAIN);
        line.limit(new LimitOf.Queue(""), new Limit(5, true, null));

        assertThat(starts()).isEmpty();
        assertThat(line.isFree(PLAIN, now)).isFalse();
        assertThat(line.view().standing(waiter, now)).isEqualTo(new LinePlace(Why.PAUSED, new LimitOf.Queue(""), 1, 0));
        line.limit(new LimitOf.Queue(""), most(5));
        assertThat(starts()).containsExactly("t1");
    }

    @Test
    void whatWasStartedInVainHasUsedNothingUp() {
        line.limit(MANAGER, new Limit(Integer.MAX_VALUE, false, new Rate(1, 1_000)));
        Waiter first = waits(key("a"));
        waits(key("b"));
        line.leaves(first);
        line.holds(first.lane());
        Undo undo = line.started(first.lane(), now);
        assertThat(line.next(now)).isNull();

        line.undo(undo);
        line.frees(first.lane());
        line.waits(first);
        assertThat(starts()).containsExactly("t1");
    }

    @Test
    void standingTellsTheNarrowestLimitAndWhenItsTurnWillCome() {
        line.limit(EACH_KEY, most(1));
        line.limit(MANAGER, most(1));
        waits(key("a"));
        Waiter second = waits(key("a"));
        assertThat(starts()).hasSize(1);

        assertThat(line.view().standing(second, now).by()).isEqualTo(EACH_KEY);
        assertThat(line.view().standing(second, now).why()).isEqualTo(Why.LIMIT);
        now += 10_000;
        assertThat(line.view().standing(second, now).startsAt()).isBetween(now + 5_000, now + 20_000);
    }

    @Test
    void clearKeepsWhatCodeIsHere() {
        line.limit(MANAGER, most(0));
        waits(PLAIN);
        line.clear();

        assertThat(line.size()).isZero();
        assertThat(line.isFree(PLAIN, now)).isTrue();
    }

    @Test
    void badInputIsRefused() {
        assertThatThrownBy(() -> lane(null, "x", 10)).hasMessage("priority must be from 0 to 9, got: 10");
        assertThatThrownBy(() -> new Lane("", "a", "x", 4, 0, false)).hasMessage("weight must be at least 1, got: 0");
        assertThatThrownBy(() -> most(-1)).hasMessage("maxConcurrent must be at least 0, got: -1");
        assertThatThrownBy(() -> new Rate(0, 1)).hasMessage("permits must be at least 1, got: 0");
        assertThatThrownBy(() -> new Rate(1, 0)).hasMessage("periodMillis must be from 1 to 10 years, got: 0");
        assertThatThrownBy(() -> line.frees(PLAIN)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keysThatNobodyUsesAreForgotten() {
        Gates gates = new Gates(new Wakes(), new Ready());
        Keys keys = gates.queue("").keys;
        for (int i = 0; i < 30_000; i++) {
            Lane lane = key("k" + i);
            gates.count(lane, 1);
            List<Keys.Forgotten> unused = keys.served(keys.of(lane.key()), 1);
            gates.count(lane, -1);
            assertThat(unused).isEmpty();
        }
        assertThat(keys.size()).isEqualTo(10_000);
    }

    @Test
    void whoStandsFirstIsFoundHoweverManyWait() {
        for (int i = 0; i < 1_000; i++) {
            waits(key("large"));
        }
        waits(key("small"));

        assertThat(line.view().first("", 3, now)).extracting(Waiter::id).containsExactlyInAnyOrder("t1", "t1001", "t2");
        assertThat(line.view().first("", 1, now))
                .as("two share the second place")
                .isEmpty();
        assertThat(line.view().first("other", 3, now)).isEmpty();
    }

    @Test
    void whereSomebodyHasComeOrGoneIsKnown() {
        assertThat(line.view().movedSince(0, now)).isEmpty();
        Waiter waiter = waits(PLAIN);
        waits(new Lane("other", null, "x", 4, 1, false));
        long before = line.view().moves();
        long moves = line.view().moves("");

        assertThat(line.view().movedSince(0, now)).containsExactlyInAnyOrder("", "other");
        assertThat(line.view().movedSince(before, now)).isEmpty();
        waits(PLAIN, now + 500);
        assertThat(line.view().movedSince(before, now))
                .as("one that does not stand in line yet")
                .isEmpty();
        line.leaves(waiter);
        assertThat(line.view().movedSince(before, now)).containsExactly("");
        assertThat(line.view().moves("")).isEqualTo(moves + 1);
        now += 500;
        assertThat(line.view().movedSince(line.view().moves(), now))
                .as("now it does")
                .containsExactly("");
    }

    @Test
    void movesRiseOnWhereAllIsForgotten() {
        assertThat(line.view().movedSince(0, now)).isEmpty();
        Waiter waiter = waits(PLAIN);
        long moves = line.view().moves("");
        long all = line.view().moves();

        line.clear();
        line.waits(waiter);

        assertThat(line.view().moves("")).isGreaterThan(moves);
        assertThat(line.view().movedSince(all, now)).containsExactly("");
    }
}
