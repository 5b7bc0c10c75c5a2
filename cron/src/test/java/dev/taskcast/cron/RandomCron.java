package dev.taskcast.cron;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An expression of six fields and what it means, made together, so that nothing needs to be read. */
final class RandomCron {
    private static final int[] MIN = {0, 0, 0, 1, 1, 0};
    private static final int[] MAX = {59, 59, 23, 31, 12, 7};

    private final BitSet[] fields = new BitSet[6];
    private final String[] words = new String[6];

    /**
     * @param first the first field that is not just {@code 0}
     */
    RandomCron(Random random, int first) {
        for (int i = 0; i < 6; i++) {
            fields[i] = new BitSet();
            words[i] = i < first ? number(i, 0) : field(i, random);
        }
        if (fields[5].get(7)) {
            fields[5].set(0);
        }
    }

    private String field(int i, Random random) {
        int size = MAX[i] - MIN[i] + 1;
        int a = MIN[i] + random.nextInt(size);
        int b = MIN[i] + random.nextInt(size);
        int last = i == 5 ? 6 : MAX[i];
        int step = 1 + random.nextInt(size - 2);
        return switch (random.nextInt(8)) {
            case 0, 1 -> set(i, MIN[i], last, 1, "*");
            case 2 -> set(i, MIN[i], last, step, "*/" + step);
            case 3 -> range(i, a, b, 1, "");
            case 4 -> range(i, a, b, step, "/" + step);
            case 5 -> set(i, a % (last + 1), last, step, a + "/" + step);
            case 6 ->
                IntStream.rangeClosed(0, 1 + random.nextInt(3))
                        .mapToObj(ignored -> number(i, MIN[i] + random.nextInt(size)))
                        .collect(Collectors.joining(","));
            default -> number(i, a);
        };
    }

    /** Upwards; of weekdays also on with the next week. */
    private String range(int i, int a, int b, int step, String suffix) {
        if (i < 5) {
            return set(i, Math.min(a, b), Math.max(a, b), step, Math.min(a, b) + "-" + Math.max(a, b) + suffix);
        }
        int from = b == 7 ? a : a % 7;
        for (int day = from; day <= (from <= b ? b : b + 7); day += step) {
            fields[5].set(day % 7);
        }
        return a + "-" + b + suffix;
    }

    private String number(int i, int value) {
        return set(i, value, value, 1, String.valueOf(value));
    }

    private String set(int i, int from, int to, int step, String word) {
        for (int value = from; value <= to; value += step) {
            fields[i].set(value);
        }
        return word;
    }

    boolean isHourly() {
        return fields[2].cardinality() == 24;
    }

    boolean matches(LocalDateTime time) {
        return matches(time.toLocalDate())
                && fields[2].get(time.getHour())
                && fields[1].get(time.getMinute())
                && fields[0].get(time.getSecond());
    }

    private boolean matches(LocalDate date) {
        boolean day = fields[3].get(date.getDayOfMonth());
        boolean weekday = fields[5].get(date.getDayOfWeek().getValue() % 7);
        boolean isEither = !words[3].startsWith("*") && !words[5].startsWith("*");
        return fields[4].get(date.getMonthValue()) && (isEither ? day || weekday : day && weekday);
    }

    /** Day by day, then second by second; the second itself where there is none. */
    LocalDateTime next(LocalDateTime after) {
        for (int days = 0; days < 15 * 366; days++) {
            LocalDate date = after.toLocalDate().plusDays(days);
            LocalDateTime time = days == 0 ? after.plusSeconds(1) : date.atStartOfDay();
            while (matches(date) && time.toLocalDate().equals(date)) {
                if (!fields[2].get(time.getHour())) {
                    time = time.toLocalDate().atTime(time.getHour(), 0).plusHours(1);
                } else if (matches(time)) {
                    return time;
                } else {
                    time = time.plusSeconds(1);
                }
            }
        }
        return after;
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
