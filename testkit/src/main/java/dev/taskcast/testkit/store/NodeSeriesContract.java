package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.store.TaskStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link SeriesContract}, where several nodes append and flush: each event counts once, whoever made it and whoever flushes it. */
public interface NodeSeriesContract extends SeriesContract {
    /** A node of the test. */
    record Counting(TaskStore store, History history) {}

    /**
     * What is counted is what has happened on all nodes, also where some are killed and come again.
     *
     * @param seed what happens
     */
    @ParameterizedTest
    @MethodSource("dev.taskcast.testkit.store.SeriesContract#seriesSeeds")
    default void whatIsCountedIsWhatHasHappenedOnAllNodes(long seed) {
        SeriesWorld world = new SeriesWorld(seed);
        List<Counting> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            nodes.add(open(i));
        }
        for (int round = 0; round < 40; round++) {
            Counting node = nodes.get(world.next(nodes.size()));
            assertThat(node.store().journal().read(node.history().head(), node.history()))
                    .isTrue();
            world.live(node.store(), node.history(), 1 + world.next(15));
            if (world.next(2) == 0) {
                nodes.get(world.next(nodes.size())).store().flush(); // it may not have read what is new
            }
            if (world.next(8) == 0) {
                int killed = world.next(nodes.size());
                crash(nodes.get(killed).store());
                nodes.set(killed, open(100 + round));
            }
            if (round % 5 == 0) {
                world.isCounted(node.store());
            }
        }
        for (Counting node : nodes) {
            assertThat(node.store().journal().read(node.history().head(), node.history()))
                    .isTrue();
            world.isCounted(node.store());
            node.store().flush();
            world.isCounted(node.store());
        }
    }

    private Counting open(int number) {
        TaskStore store = opened(newStore());
        return new Counting(store, new History(store.open(Stored.openingAt("counting-" + number, LEAST))));
    }
}
