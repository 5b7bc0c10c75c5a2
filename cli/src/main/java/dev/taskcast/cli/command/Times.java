package dev.taskcast.cli.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Times as people write them. */
final class Times {
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})(ms|s|m|min|h|d)");

    private Times() {}

    /** Reads a length of time. */
    static final class OfDuration implements ITypeConverter<Duration> {
        private static final Duration MOST = Duration.ofDays(365);

        @Override
        public Duration convert(String text) {
            return span(text)
                    .filter(span -> span.isPositive() && span.compareTo(MOST) <= 0)
                    .orElseThrow(() -> new TypeConversionException(
                            "a time must be a number and its unit (ms, s, m, h, d), such as 90s, from 1ms to 365d, got: "
                                    + text));
        }
    }

    /** Reads a moment that lies back: so long ago, or a date. */
    static final class OfPast implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            return moment(text, now -> span(text).map(now::minus));
        }
    }

    /** Reads a moment that is to come: in so long, or a date. */
    static final class OfFuture implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            return moment(text, now -> span(text).map(now::plus));
        }
    }

    static Optional<Duration> span(String text) {
        Matcher matcher = SPAN.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m", "min" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    private static Instant moment(String text, Function<Instant, Optional<Instant>> relative) {
        return relative.apply(Instant.now())
                .or(() -> read(() -> OffsetDateTime.parse(text).toInstant()))
                .or(() -> read(() -> LocalDateTime.parse(text.replace(' ', 'T'))
                        .atZone(ZoneId.systemDefault())
                        .toInstant()))
                .or(() -> read(() -> LocalDate.parse(text)
                        .atStartOfDay(ZoneId.systemDefault())
                        .toInstant()))
                .orElseThrow(() -> new TypeConversionException(
                        "a moment must be such as 2h, 2026-11-30, 2026-11-30T14:00 or 2026-11-30T14:00:00Z, got: "
                                + text));
    }

    private static Optional<Instant> read(Supplier<Instant> reading) {
        try {
            return Optional.of(reading.get());
        } catch (DateTimeException other) {
            return Optional.empty();
        }
    }
}
