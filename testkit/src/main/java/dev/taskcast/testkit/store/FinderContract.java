package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.TaskFinder;
import dev.taskcast.task.PagePlace;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.testkit.store.NaiveFinder.Match;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@linkplain TaskFinder finder} must pass: random tasks and random questions, and the answers of one who looks at each task and
 * sorts. All pages of a question together are the answer, also where a page is broken off.
 */
public interface FinderContract {
    /** Tasks, and who finds them. */
    interface World {
        /**
         * The tasks.
         *
         * @return decides
         */
        History history();

        /**
         * Lets the finder know of what has been decided.
         *
         * @param round rises
         */
        void keep(int round);

        /**
         * The finder.
         *
         * @return of the tasks that are kept
         */
        TaskFinder finder();

        /**
         * Which tasks it finds.
         *
         * @param status of a task
         * @return true for those of this status
         */
        default boolean finds(TaskStatus status) {
            return true;
        }
    }

    /**
     * A world without tasks.
     *
     * @param budget how many rows a page may look at where no index helps, for a finder that takes one
     * @return another one each time
     */
    World world(int budget);

    /**
     * Worlds by chance: some always the same, and one that has not been seen yet.
     *
     * @return seeds; the name of a failed test has its own
     */
    static LongStream seeds() {
        return LongStream.concat(
                LongStream.range(0, 6),
                LongStream.of(RandomGenerator.getDefault().nextLong()));
    }

    /**
     * Asks.
     *
     * @param seed of the world
     */
    @ParameterizedTest
    @MethodSource("dev.taskcast.testkit.store.FinderContract#seeds")
    default void allPagesTogetherAreTheAnswer(long seed) {
        Random random = new Random(seed);
        World world = world(random.nextBoolean() ? 5 : 1_000);
        RandomTasks tasks = new RandomTasks(random, world.history());
        for (int round = 0; round < 12; round++) {
            for (int step = 0; step < 60; step++) {
                tasks.step();
            }
            world.keep(round);
            for (int i = 0; i < 40; i++) {
                ask(world, tasks);
            }
        }
    }

    private static void ask(World world, RandomTasks tasks) {
        List<TaskStatus> found =
                Arrays.stream(TaskStatus.values()).filter(world::finds).toList();
        TaskQuery query = tasks.query(tasks.statuses(found));
        List<TaskRow> rows = world.history().rows();
        List<Match> all = NaiveFinder.all(rows, query, null);
        List<PagePlace> places = all.stream().map(Match::place).toList();
        PagePlace from = tasks.place(query.sort(), places);
        List<Match> expected = NaiveFinder.all(rows, query, from);

        assertThat(pages(world, query, from))
                .as(query + " from " + from)
                .extracting(TaskRow::created)
                .isEqualTo(expected.stream().map(match -> match.row().created()).toList());
        counts(world.finder(), query, all.size(), 5);
        counts(world.finder(), query, all.size(), TaskQuery.COUNT);
        if (!places.isEmpty()) {
            thereAndBack(world, query, places);
        }
    }

    /** The rows of all pages. */
    private static List<TaskRow> pages(World world, TaskQuery query, @Nullable PagePlace from) {
        List<TaskRow> all = new ArrayList<>();
        PagePlace after = from;
        do {
            TaskFinder.Found page = world.finder().find(query.from(after, query.limit()));
            assertThat(page.rows()).hasSizeLessThanOrEqualTo(query.limit());
            assertThat(page.position()).isEqualTo(world.history().head());
            if (!page.isPartial() && page.next() != null) {
                assertThat(page.rows())
                        .as("a page that is not the last one is full")
                        .hasSize(query.limit());
            }
            for (TaskRow row : page.rows()) {
                assertThat(row).isEqualTo(world.history().row(row.id()));
            }
            assertThat(page.isPartial() && page.next() == null)
                    .as("broken off at the end")
                    .isFalse();
            assertThat(page.next()).as("it goes on").isNotEqualTo(after == null ? new PagePlace(-1, -1) : after);
            all.addAll(page.rows());
            after = page.next();
        } while (after != null);
        return all;
    }

    private static void counts(TaskFinder finder, TaskQuery query, int expected, int most) {
        TaskFinder.Count count = finder.count(query, most);
        if (!count.isMore()) {
            assertThat(count.about()).as("the count of " + query).isEqualTo(expected);
        }
        assertThat(count.about()).as("the count of " + query).isBetween(0L, (long) Math.min(expected, most));
        if (query.text() == null && expected <= most) {
            assertThat(count.isMore()).as("more than the count of " + query).isFalse();
        }
        if (expected > most) {
            assertThat(count.isMore()).as("more than " + most + " of " + query).isTrue();
        }
    }

    /** With the sort the other way round, a place leads back to what came before it. */
    private static void thereAndBack(World world, TaskQuery query, List<PagePlace> places) {
        PagePlace middle = places.get(places.size() / 2);
        TaskSort back = Arrays.stream(TaskSort.values())
                .filter(sort -> sort.by() == query.sort().by()
                        && sort.isDescending() != query.sort().isDescending())
                .findFirst()
                .orElseThrow();
        List<Long> before = pages(world, query.by(back), middle).stream()
                .map(TaskRow::created)
                .toList();
        assertThat(before.reversed())
                .as("back from " + middle + " of " + query)
                .isEqualTo(places.subList(0, places.size() / 2).stream()
                        .map(PagePlace::created)
                        .toList());
    }
}
