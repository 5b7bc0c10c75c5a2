package dev.taskcast.task;

import dev.taskcast.schedule.CronExpression;
import dev.taskcast.schedule.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.ServiceLoader;

/** Cron expressions as whatever module is there reads them. */
final class CronSupport {
    /** Always the same, so that what is refused does not depend on the day; whole centuries of the calendar are alike. */
    private static final Instant SOME_DAY = Instant.parse("2026-01-01T00:00:00Z");

    private static final Duration HORIZON = Duration.ofDays(3_653);

    private CronSupport() {}

    static TickRule.Cron rule(String expression, ZoneId zone) {
        CronExpression read = parser().parse(expression);
        Optional<Instant> first = read.next(SOME_DAY, ZoneOffset.UTC);
        if (first.isEmpty() || first.get().isAfter(SOME_DAY.plus(HORIZON))) {
            throw new IllegalArgumentException(
                    "A cron expression must fire at least once within ten years, got: " + expression);
        }
        return new TickRule.Cron(read, zone);
    }

    /** The module may stand beside the application, which the thread knows of, or beside this class. */
    private static CronParser parser() {
        return ServiceLoader.load(CronParser.class)
                .findFirst()
                .or(() -> ServiceLoader.load(CronParser.class, CronParser.class.getClassLoader())
                        .findFirst())
                .orElseThrow(() -> new IllegalStateException("A cron schedule needs the module taskcast-cron: add the"
                        + " dependency dev.taskcast:taskcast-cron, in the version of dev.taskcast:taskcast-core."
                        + " Schedule.every and Schedule.afterEach need no module"));
    }
}
