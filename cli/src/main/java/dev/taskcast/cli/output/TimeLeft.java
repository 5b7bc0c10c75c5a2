package dev.taskcast.cli.output;

import dev.taskcast.task.TaskProgress;
import org.jspecify.annotations.Nullable;

/**
 * The time left of a run, as people say it, by the rules of the browser's elements. A forecast is a moment at which the run will end. It
 * stays where it is while nothing comes, so what is left falls by itself. Another forecast is believed only where what is shown is wrong
 * by it, and a few seconds after the one before. Not thread-safe; times are milliseconds of a clock that nobody sets.
 */
public final class TimeLeft {
    private static final long STEADY_MS = 3_000;
    private static final double WRONG = 0.12;
    private static final double SURE_AT_FIRST = 0.4;
    private static final double SURE_AFTER_TIME = 0.5;
    private static final double SURE_AFTER_RANGE = 0.3;
    private static final long SHORT_MS = 20_000;

    private @Nullable Forecast newest;
    private @Nullable Forecast believed;
    private boolean isSure;
    private long since = -STEADY_MS;

    /** Of a run of which nothing has come yet. */
    public TimeLeft() {}

    private record Forecast(long end, long least, long most, double doubt) {}

    /**
     * Progress has come.
     *
     * @param progress of the run
     * @param at when
     */
    public void heard(TaskProgress progress, long at) {
        TaskProgress.Pace pace = progress.pace();
        boolean isOver = progress.current() > progress.total();
        if (pace == null || pace.etaMillis() < 0 || isOver) {
            newest = null;
            return;
        }
        long eta = pace.etaMillis();
        long least = pace.leastMillis() < 0 ? eta : Math.min(eta, pace.leastMillis());
        long most = Math.max(eta, pace.mostMillis());
        double doubt = most <= SHORT_MS ? 0 : (most - least) / (double) Math.max(eta, 1_000);
        newest = new Forecast(at + eta, at + least, at + most, doubt);
    }

    /** It is about another run. */
    public void forget() {
        newest = null;
        believed = null;
        since = -STEADY_MS;
    }

    /**
     * What is said.
     *
     * @param at when
     * @return such as {@code about 5 min left}; empty where nobody knows
     */
    public String text(long at) {
        Forecast forecast = newest;
        Forecast shown = believed;
        if (forecast == null) {
            if (shown != null) {
                believe(null, false, at);
            }
        } else if (at - since >= STEADY_MS) {
            boolean sure =
                    forecast.doubt <= (shown == null ? SURE_AT_FIRST : isSure ? SURE_AFTER_TIME : SURE_AFTER_RANGE);
            if (shown == null || isSure != sure || !isRight(shown, forecast, at)) {
                believe(forecast, sure, at);
            }
        }
        Forecast told = believed;
        return told == null ? "" : textOf(told, at);
    }

    private void believe(@Nullable Forecast forecast, boolean sure, long at) {
        believed = forecast;
        isSure = sure;
        since = at;
    }

    private boolean isRight(Forecast shown, Forecast newer, long at) {
        long left = newer.end - at;
        if (isSure) {
            return Math.abs(Rounding.time(shown.end - at) - left) <= Math.max(1_000, WRONG * left);
        }
        Rounding.Range range = range(shown, at);
        long width = Math.max(Rounding.MINUTE, newer.most - newer.least);
        return range.least() <= left && left <= range.most() && range.most() - range.least() <= 2 * width;
    }

    private static Rounding.Range range(Forecast forecast, long at) {
        return Rounding.range(forecast.least - at, forecast.end - at, forecast.most - at);
    }

    private String textOf(Forecast forecast, long at) {
        long left = Rounding.time(forecast.end - at);
        if (left <= 0) {
            return "almost done";
        }
        if (isSure) {
            return "about " + Format.coarse(left) + " left";
        }
        Rounding.Range range = range(forecast, at);
        if (range.least() >= range.most()) {
            return "about " + Format.coarse(range.most()) + " left";
        }
        if (range.most() <= Rounding.MINUTE) {
            return "less than a minute left";
        }
        return range.least() == 0
                ? "less than " + Format.coarse(range.most()) + " left"
                : Format.coarse(range.least()) + " to " + Format.coarse(range.most()) + " left";
    }

    /**
     * What is said where nobody knows what is left, and earlier runs are known.
     *
     * @param usualMillis how long those took
     * @param passedMillis how long this one goes on
     * @return such as {@code usually about 5 min}
     */
    public static String usual(long usualMillis, long passedMillis) {
        return passedMillis > usualMillis
                ? "longer than usual"
                : "usually about " + Format.coarse(Rounding.time(usualMillis));
    }
}
