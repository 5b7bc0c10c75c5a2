package dev.taskcast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SeriesQueryTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:30Z");

    @Test
    void whatIsLeftOpenIsTheLastHour() {
        SeriesQuery query = SeriesQuery.builder().build().at(NOW);
        assertThat(query.from()).isEqualTo(NOW.minus(Duration.ofHours(1)));
        assertThat(query.until()).isEqualTo(NOW);
        assertThat(query.bucket()).isEqualTo(Duration.ofMinutes(1));
        assertThat(query.buckets()).isEqualTo(61);
    }

    @Test
    void theBucketsAreTheShortestThatAreKept() {
        assertThat(bucket(Duration.ofDays(1))).isEqualTo(Duration.ofMinutes(1));
        assertThat(bucket(Duration.ofDays(1).plusSeconds(1))).isEqualTo(Duration.ofMinutes(10));
        assertThat(bucket(Duration.ofDays(7))).isEqualTo(Duration.ofMinutes(10));
        assertThat(bucket(Duration.ofDays(8))).isEqualTo(Duration.ofHours(1));
        assertThat(bucket(Duration.ofDays(90))).isEqualTo(Duration.ofHours(1));
    }

    private static Duration bucket(Duration ago) {
        SeriesQuery query = SeriesQuery.builder().from(NOW.minus(ago)).build().at(NOW);
        assertThat(query.buckets()).isLessThanOrEqualTo(SeriesQuery.MAX_BUCKETS);
        Duration bucket = query.bucket();
        return bucket == null ? Duration.ZERO : bucket;
    }

    @Test
    void timesOfClocksThatAreWrongCanBeAskedFor() {
        assertThat(SeriesQuery.builder().build().at(Instant.EPOCH).buckets()).isEqualTo(1);
        SeriesQuery ahead =
                SeriesQuery.builder().from(NOW.plusSeconds(5)).build().at(NOW);
        assertThat(ahead.until()).isEqualTo(NOW.plusSeconds(3_605));
        SeriesQuery last =
                SeriesQuery.builder().until(SeriesQuery.LATEST).build().at(NOW);
        assertThat(last.bucket()).isEqualTo(Duration.ofMinutes(1));
        Instant almost = SeriesQuery.LATEST.minusMillis(1);
        assertThat(SeriesQuery.builder().from(almost).build().at(NOW).until()).isEqualTo(SeriesQuery.LATEST);
        assertThat(SeriesQuery.builder().build().at(Instant.MAX).until()).isEqualTo(SeriesQuery.LATEST);
        assertThat(SeriesQuery.builder().build().at(Instant.MIN).until()).isEqualTo(Instant.EPOCH.plusMillis(1));
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        refused(SeriesQuery.builder().from(NOW).until(NOW), "must be before its until");
        refused(SeriesQuery.builder().from(Instant.EPOCH.minusMillis(1)), "must be from 1970 to");
        refused(SeriesQuery.builder().until(SeriesQuery.LATEST.plusMillis(1)), "must be from 1970 to");
        refused(SeriesQuery.builder().from(SeriesQuery.LATEST), "must be before 9999");
        refused(SeriesQuery.builder().bucket(Duration.ofMinutes(2)), "must be one of [PT1M, PT10M, PT1H], got: PT2M");
        refused(SeriesQuery.builder().types("a").byType(), "must be of some types or by type");
        refused(SeriesQuery.builder().types(""), "must have names");
        String[] many = new String[SeriesQuery.MAX_TYPES + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = "t" + i;
        }
        refused(SeriesQuery.builder().types(many), "must be at most 20, got: 21");
    }

    private static void refused(SeriesQuery.Builder builder, String words) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
