package dev.taskcast.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.task.SeriesQuery;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStats;
import dev.taskcast.task.Waiting;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The series in the heap have bounds, whatever the clock does. */
class HeapSeriesTest {
    private static final long NOW = 1_760_000_000_000L;

    private final HeapSeries series = new HeapSeries();

    private void start(String type, long at) {
        TaskIdentity identity = new TaskIdentity("t", type, null, null, null, List.of());
        TaskRow before = new TaskRow(new Pending(identity, Waiting.ForStart.FIRST), 1, 1, 0, Terms.DEFAULT, null);
        TaskRow after = new TaskRow(
                new Running(identity, new Placement(1, at, null, false), TaskProgress.STARTING),
                1,
                2,
                2,
                Terms.DEFAULT,
                null);
        series.applied(before, after);
    }

    private List<SeriesTable.Row> read(Buckets buckets, String... types) {
        return series.read(buckets, 0, Long.MAX_VALUE, List.of(types));
    }

    @Test
    void theNewestBucketsAreKept() {
        int minutes = 150_000;
        for (int i = 0; i < minutes; i++) {
            start("a", NOW + 60_000L * i);
        }
        for (Buckets each : Buckets.values()) {
            long last = each.of(NOW + 60_000L * (minutes - 1));
            assertThat(read(each, Sums.ALL)).hasSize(each.kept());
            assertThat(read(each, "a"))
                    .hasSize(each.kept())
                    .extracting(SeriesTable.Row::from)
                    .contains(last, last - each.millis() * (each.kept() - 1L));
        }
    }

    @Test
    void aClockThatJumpsTakesNoHistoryAlong() {
        for (int i = 0; i < 1_000; i++) {
            start("a", NOW + 60_000L * i);
        }
        for (long wrong : new long[] {0, -5, Long.MIN_VALUE, NOW * 2, Long.MAX_VALUE}) {
            for (int i = 0; i < 100; i++) {
                start("a", wrong + 60_000L * i);
            }
        }
        start("a", NOW + 60_000L * 1_000);
        assertThat(series.read(Buckets.MINUTES, NOW - 60_000, NOW + 61_000_000, List.of(Sums.ALL)))
                .hasSize(1_001);
        for (int i = 0; i < 100_000; i++) {
            start("a", NOW * 2 + 60_000L * i);
        }
        assertThat(read(Buckets.MINUTES, Sums.ALL).size())
                .isLessThanOrEqualTo(Buckets.MINUTES.kept() + Buckets.MINUTES.keptAhead());
    }

    @Test
    void ofManyTypesTheSumsAreKept() {
        for (int minute = 0; minute < 100; minute++) {
            for (int type = 0; type < TaskStats.MOST + 50; type++) {
                start("type" + type, NOW + 60_000L * minute);
            }
        }
        assertThat(read(Buckets.MINUTES, Sums.ALL))
                .hasSize(100)
                .allMatch(row -> row.sums().starts() == TaskStats.MOST + 50);
        assertThat(read(Buckets.MINUTES, "type1"))
                .hasSize(HeapSeries.MOST_BY_TYPE / TaskStats.MOST)
                .allMatch(row -> row.sums().starts() == 1);
        assertThat(series.busiest(Buckets.HOURS, 0, Long.MAX_VALUE, 10_000)).hasSize(TaskStats.MOST);
    }

    /** Those that came first are counted by type, whoever comes later, reads in between, or is counted in shorter buckets only. */
    @Test
    void ofATypeThatHasRoomNothingIsMissed() {
        long second = Buckets.TEN_MINUTES.of(NOW) + 60_000;
        long first = second - 60_000;
        for (int round = 0; round < 3; round++) {
            for (int type = 0; type < TaskStats.MOST + 100; type++) {
                start("type" + type, first);
            }
            assertThat(read(Buckets.HOURS, "type0").getFirst().sums().starts()).isEqualTo(round + 1);
        }
        for (int type = 2 * TaskStats.MOST - 1; type >= TaskStats.MOST; type--) {
            start("type" + type, second);
        }
        assertThat(read(Buckets.MINUTES, Sums.ALL))
                .extracting(row -> row.sums().starts())
                .containsExactly(3L * (TaskStats.MOST + 100), (long) TaskStats.MOST);
        for (int type = 0; type < 2 * TaskStats.MOST; type++) {
            boolean isFirst = type < TaskStats.MOST;
            assertThat(read(Buckets.MINUTES, "type" + type)).singleElement().satisfies(row -> {
                assertThat(row.from()).isEqualTo(isFirst ? first : second);
                assertThat(row.sums().starts()).isEqualTo(isFirst ? 3 : 1);
            });
            assertThat(read(Buckets.TEN_MINUTES, "type" + type)).hasSize(isFirst ? 1 : 0);
        }
        start("type0", second); // its longer buckets have it
        assertThat(read(Buckets.TEN_MINUTES, "type0").getFirst().sums().starts())
                .isEqualTo(4);
    }

    @Test
    void whatIsReadIsTheReadersOwn() {
        start("a", NOW);
        Sums read = read(Buckets.HOURS, "a").getFirst().sums();
        start("a", NOW);
        assertThat(read.starts()).isEqualTo(1);
        read.add(read.copy());
        assertThat(read(Buckets.HOURS, "a").getFirst().sums().starts()).isEqualTo(2);
    }

    @Test
    void thereAreThoseBucketsThatCanBeAskedFor() {
        assertThat(Arrays.stream(Buckets.values()).map(Buckets::length)).isEqualTo(SeriesQuery.BUCKETS);
        assertThat(Arrays.stream(Buckets.values()).map(each -> each.length().multipliedBy(each.kept())))
                .containsExactly(Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(90));
    }
}
