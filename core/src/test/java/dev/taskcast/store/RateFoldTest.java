package dev.taskcast.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.LimitSetting.Values;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.lifecycle.UsedRates;
import dev.taskcast.lifecycle.UsedRates.Use;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.Turn;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Beside what stores are held to in their contract. */
class RateFoldTest {
    private static final long NOW = 1_700_000_000_000L;
    private static final LimitSetting PACED = LimitSetting.NONE.declared(Values.NONE.perPeriod(10, 10_000));

    private final RateFold fold = new RateFold();
    private final Map<LimitId, Use> told = new HashMap<>();
    private long position;

    private static Running running(String key, long startedAt) {
        Turn turn = new Turn("q", key, Turn.NORMAL_PRIORITY, 1);
        return new Running(
                new TaskIdentity("x", "t", null, null, null, List.of(), turn),
                new Placement(1, startedAt),
                TaskProgress.STARTING);
    }

    private Applied started(String key, long at) {
        TaskRow row = new TaskRow(running(key, at), 1, ++position, position, Terms.DEFAULT, Payload.of(1, null));
        return new Applied(new Change("x", null, new Decision.Started(running(key, at), at)), position, row);
    }

    private void take(Applied applied) {
        fold.take(applied, (of, use) -> {
            if (use == null) {
                told.remove(of);
            } else {
                told.put(of, use);
            }
        });
    }

    private void limit(LimitId of, LimitSetting to, long at) {
        take(new Applied(new Change("", null, new Decision.Limited(of, LimitSetting.NONE, to, at)), position, null));
    }

    private static Use use(long fullMillis) {
        return new Use(10, 10_000, fullMillis * 1_000_000);
    }

    @Test
    void whatIsTakenTwiceCountsOnceAndIsToldTwice() {
        limit(LimitId.queue("q"), PACED, NOW);
        Applied start = started("k", NOW);
        take(start);
        told.clear();
        take(start);

        assertThat(told).isEqualTo(Map.of(LimitId.queue("q"), use(NOW + 1_000)));
        assertThat(fold.used().uses()).isEqualTo(told);
    }

    @Test
    void whatIsToldIsWhatThereIs() {
        limit(LimitId.MANAGER, PACED, NOW);
        limit(LimitId.eachKey("q"), PACED, NOW);
        take(started("a", NOW));
        take(started("b", NOW));
        limit(LimitId.key("q", "b"), LimitSetting.NONE.paused(true), NOW);
        limit(LimitId.MANAGER, LimitSetting.NONE, NOW);
        take(started("a", NOW));

        assertThat(told).isEqualTo(Map.of(LimitId.key("q", "a"), use(NOW + 2_000)));
        assertThat(fold.used()).isEqualTo(new UsedRates(told, NOW));
    }

    /** Else each key that there ever was would be here for good. */
    @Test
    void whatHasBeenOverForLongIsForgotten() {
        limit(LimitId.eachKey("q"), PACED, NOW);
        for (int i = 0; i < 20_000; i++) {
            take(started("k" + i, NOW + 1_000L * i));
        }

        assertThat(fold.used().uses()).hasSizeLessThan(2_200).containsKey(LimitId.key("q", "k19999"));
    }

    @Test
    void whereNothingWasFoldedItIsAsMuchAsIsKnownOfTasks() {
        TaskRow one = new TaskRow(running("a", NOW), 1, 5, 5, Terms.DEFAULT, null);
        TaskRow two = new TaskRow(running("b", NOW + 300), 2, 6, 6, Terms.DEFAULT, null);
        Map<LimitId, LimitSetting> limits = Map.of(LimitId.MANAGER, PACED, LimitId.eachKey("q"), PACED);
        Use more = use(NOW + 5_000);
        fold.begin(limits, new UsedRates(Map.of(LimitId.key("q", "a"), more), NOW + 100), List.of(two, one));

        assertThat(fold.used())
                .isEqualTo(new UsedRates(
                        Map.of(
                                LimitId.MANAGER,
                                use(NOW + 2_000),
                                LimitId.key("q", "a"),
                                more,
                                LimitId.key("q", "b"),
                                use(NOW + 1_300)),
                        NOW + 300));
    }
}
