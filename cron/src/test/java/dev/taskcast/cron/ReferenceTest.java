package dev.taskcast.cron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.schedule.CronExpression;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against what the fields mean, looked at one time after the other. */
class ReferenceTest {
    private static final List<String> ZONES =
            List.of("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu");

    private final CronUtilsParser parser = new CronUtilsParser();

    @Test
    void firesWhereEachFieldFits() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            RandomCron cron = new RandomCron(random, 0);
            CronExpression expression = parser.parse(cron.toString());
            assertThat(expression.isHourly()).as("%s", cron).isEqualTo(cron.isHourly());
            LocalDateTime time = LocalDateTime.of(2024, 1, 1, 0, 0)
                    .plusDays(random.nextInt(3_000))
                    .plusSeconds(random.nextInt(86_400));
            for (int n = 0; n < 4; n++) {
                LocalDateTime expected = cron.next(time);
                if (expected.equals(time)) {
                    break; // not within what the reference looks at
                }
                assertThat(expression.next(time))
                        .as("%s after %s, seed %s", cron, time, seed)
                        .contains(expected);
                time = expected;
            }
        }
    }

    @Test
    void firesOnceForEachTimeWhereClocksAreChanged() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 1_500; i++) {
            RandomCron cron = new RandomCron(random, 1);
            ZoneId zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
            Instant from = nearAChange(random, zone.getRules());
            Instant to = from.plus(Duration.ofHours(60));
            List<Instant> found = new ArrayList<>();
            CronExpression expression = parser.parse(cron.toString());
            Instant at = expression.next(from, zone).orElse(to);
            while (at.isBefore(to) && found.size() < 300) {
                found.add(at);
                at = expression.next(at, zone).orElse(to);
            }
            List<Instant> expected = byTheMinute(cron, zone.getRules(), from, to);
            assertThat(found)
                    .as("%s in %s after %s, seed %s", cron, zone, from, seed)
                    .isEqualTo(expected.subList(0, Math.min(expected.size(), 300)));
        }
    }

    private static Instant nearAChange(Random random, ZoneRules rules) {
        Instant any = Instant.parse("2016-01-01T00:00:00Z").plus(Duration.ofDays(random.nextInt(5_000)));
        Instant change = rules.nextTransition(any) == null
                ? any
                : rules.nextTransition(any).getInstant();
        return change.minus(Duration.ofMinutes(random.nextInt(3_000)));
    }

    /** What the clock shows, minute by minute, and what it does not show at a change. */
    private static List<Instant> byTheMinute(RandomCron cron, ZoneRules rules, Instant from, Instant to) {
        List<Instant> fires = new ArrayList<>();
        Instant before = from.minus(Duration.ofHours(30));
        LocalDateTime shown = LocalDateTime.ofInstant(before, rules.getOffset(before)); // the latest so far
        for (Instant at = before; at.isBefore(to); at = at.plusSeconds(60)) {
            LocalDateTime time = LocalDateTime.ofInstant(at, rules.getOffset(at));
            boolean isTime = cron.isHourly() && cron.matches(time);
            for (; !cron.isHourly() && shown.isBefore(time); shown = shown.plusMinutes(1)) {
                isTime |= cron.matches(shown.plusMinutes(1));
            }
            if (isTime && at.isAfter(from)) {
                fires.add(at);
            }
        }
        return fires;
    }
}
