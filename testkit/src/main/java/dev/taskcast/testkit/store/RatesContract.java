package dev.taskcast.testkit.store;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.LimitSetting.Values;
import dev.taskcast.lifecycle.UsedRates;
import dev.taskcast.lifecycle.UsedRates.Use;
import dev.taskcast.store.Opened;
import dev.taskcast.store.TaskStore;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is used up of rates is there again, whatever is left of the tasks that were started. */
interface RatesContract extends Stored {
    /** Of 100 starts a minute each uses up 600 ms. */
    LimitSetting A_MINUTE = paced(100, 60_000);

    /** When the first start is. */
    long AT = 1_700_000_000_000L;

    /** A rate. */
    static LimitSetting paced(int permits, long periodMillis) {
        return LimitSetting.NONE.declared(Values.NONE.perPeriod(permits, periodMillis));
    }

    private static Use use(int permits, long periodMillis, long fullMillis) {
        return new Use(permits, periodMillis, fullMillis * 1_000_000);
    }

    private static void start(History history, String id, long at) {
        history.startAt(id, NODE, at);
        history.complete(id);
    }

    /** What the next life of a store finds. */
    private UsedRates next(TaskStore store, String node) {
        crash(store);
        return opened(newStore()).open(opening(node)).rates();
    }

    @Test
    default void whatIsUsedUpOfARateIsThereAgain() {
        TaskStore store = opened(newStore());
        Opened opened = store.open(opening(NODE));
        assertThat(opened.rates()).isEqualTo(UsedRates.NONE);
        History history = new History(opened);
        history.limit(LimitId.queue("q"), A_MINUTE);
        history.limit(LimitId.type("slow"), paced(1, 3_600_000));
        history.make("a", "slow", "q", null);
        history.make("b", "fast", "q", null);
        history.make("c", "fast", null, null);
        start(history, "a", AT);
        append(store, history);
        store.flush();
        start(history, "b", AT + 100);
        start(history, "c", AT + 200); // in no rate
        start(history, "b", AT + 300);
        append(store, history);
        crash(store);

        UsedRates expected = new UsedRates(
                Map.of(
                        LimitId.queue("q"), use(100, 60_000, AT + 3 * 600),
                        LimitId.type("slow"), use(1, 3_600_000, AT + 3_600_000)),
                AT + 300);
        TaskStore next = opened(newStore());
        assertThat(next.open(opening("node-2")).rates()).isEqualTo(expected);
        next.flush();
        assertThat(next(next, "node-3")).isEqualTo(expected);
    }

    /** The tasks are gone, and what was started is told by the journal and the tables alone. */
    @Test
    default void startsCountWhoseTasksAreGone() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.limit(LimitId.MANAGER, A_MINUTE);
        for (int i = 0; i < 30; i++) {
            history.make("a", "t", null, null);
            start(history, "a", AT);
            history.unregister("a");
            append(store, history);
            if (i % 7 == 0) {
                store.flush();
            }
        }

        assertThat(next(store, "node-2").uses()).isEqualTo(Map.of(LimitId.MANAGER, use(100, 60_000, AT + 30 * 600)));
    }

    /** More keys than anybody would write again with each flush. */
    @Test
    default void eachKeyHasItsOwn() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.limit(LimitId.eachKey("q"), A_MINUTE);
        history.limit(LimitId.key("q", "k7"), paced(2, 1_000));
        history.limit(LimitId.key("q", "k8"), LimitSetting.NONE.declared(Values.NONE.atOnce(5)));
        for (int i = 0; i < 3_000; i++) {
            history.make("a" + i, "t", "q", "k" + i);
            start(history, "a" + i, AT);
            if (i % 1_000 == 0) {
                append(store, history);
                store.flush();
            }
        }
        start(history, "a9", AT);
        append(store, history);
        store.flush();

        Map<LimitId, Use> uses = next(store, "node-2").uses();
        assertThat(uses)
                .hasSize(2_999)
                .containsEntry(LimitId.key("q", "k7"), use(2, 1_000, AT + 500))
                .containsEntry(LimitId.key("q", "k9"), use(100, 60_000, AT + 1_200))
                .containsEntry(LimitId.key("q", "k2999"), use(100, 60_000, AT + 600))
                .doesNotContainKey(LimitId.key("q", "k8"));
    }

    @Test
    default void whatIsUsedUpIsSoOfTheRateThatHolds() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.limit(LimitId.queue("q"), A_MINUTE);
        history.limit(LimitId.queue("p"), A_MINUTE);
        history.limit(LimitId.eachKey("q"), paced(10, 10_000));
        history.make("a", "t", "q", "k");
        history.make("b", "t", "p", null);
        for (int i = 0; i < 50; i++) {
            start(history, "a", AT);
        }
        start(history, "b", AT);
        append(store, history);
        store.flush();
        history.limitAt(LimitId.queue("q"), paced(60, 6_000), AT + 15_000); // a quarter is used up then
        history.limitAt(LimitId.queue("p"), LimitSetting.NONE, AT + 15_000);
        history.limitAt(LimitId.eachKey("q"), paced(1, 1_000), AT + 15_000); // 3.5 times as much as there is
        append(store, history);
        crash(store);

        TaskStore next = opened(newStore());
        UsedRates found = next.open(opening("node-2")).rates();
        assertThat(found.uses())
                .isEqualTo(Map.of(
                        LimitId.queue("q"), use(60, 6_000, AT + 15_000 + 1_500),
                        LimitId.key("q", "k"), use(1, 1_000, AT + 15_000 + 3_500)));
        next.flush();
        assertThat(next(next, "node-3")).isEqualTo(found);
    }

    /** They are in its journal, and what was started before in its tables. */
    @Test
    default void aNodeThatReadsOnHasTheSame() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.limit(LimitId.MANAGER, A_MINUTE);
        history.make("a", "t", null, null);
        for (int i = 0; i < 40; i++) {
            start(history, "a", AT + i);
            append(store, history);
            store.flush();
            if (i % 10 == 9) {
                crash(store);
                store = opened(newStore());
                Opened opened = store.open(opening("node-" + i));
                assertThat(opened.rates().uses())
                        .isEqualTo(Map.of(LimitId.MANAGER, use(100, 60_000, AT + 600L * (i + 1))));
                history = new History(opened);
            }
        }
    }

    /** Whoever opens it next needs to know of those alone that are not full. */
    @Test
    default void whatIsOverIsNotKeptForEver() {
        TaskStore store = opened(newStore());
        History history = new History(store.open(opening(NODE)));
        history.limit(LimitId.eachKey("q"), A_MINUTE);
        for (int i = 0; i < 4_000; i++) {
            history.make("a" + i, "t", "q", "k" + i);
            start(history, "a" + i, AT + 1_000L * i);
            if (i % 20 == 0) {
                append(store, history);
                store.flush();
            }
        }
        append(store, history);
        store.flush();

        UsedRates found = next(store, "node-2");
        assertThat(found.uses()).hasSizeLessThan(1_000).containsKey(LimitId.key("q", "k3999"));
        assertThat(found.time()).isEqualTo(AT + 3_999_000);
    }
}
