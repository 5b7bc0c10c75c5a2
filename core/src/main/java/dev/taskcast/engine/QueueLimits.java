package dev.taskcast.engine;

import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.LimitSetting.Values;
import dev.taskcast.task.QueueControl;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.StartRate;
import dev.taskcast.task.Turn;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/** The limits of a queue: as the code declares them, and as they are set at run time. Thread-safe. */
public final class QueueLimits implements QueueControl {
    private final String name;
    private final BiConsumer<LimitId, UnaryOperator<LimitSetting>> set;

    /**
     * Of a queue.
     *
     * @param name the queue's
     * @param set changes a limit
     */
    public QueueLimits(String name, BiConsumer<LimitId, UnaryOperator<LimitSetting>> set) {
        this.name = name;
        this.set = set;
    }

    /**
     * What a queue's options declare.
     *
     * @param name the queue's
     * @param options declared by the code
     * @return of the queue, and of each of its keys
     */
    public static Map<LimitId, Values> declared(String name, QueueOptions options) {
        Map<LimitId, Values> limits = new LinkedHashMap<>();
        limits.put(LimitId.queue(name), values(options.maxConcurrent(), options.rate()));
        limits.put(LimitId.eachKey(name), values(options.maxConcurrentPerKey(), options.ratePerKey()));
        return limits;
    }

    static Values values(int max, Optional<StartRate> rate) {
        Values values = Values.NONE.atOnce(max);
        return rate.map(each -> perPeriod(values, each)).orElse(values);
    }

    private static Values perPeriod(Values values, StartRate rate) {
        return values.perPeriod(rate.permits(), rate.period().toMillis());
    }

    private void change(LimitId of, UnaryOperator<Values> change) {
        set.accept(of, setting -> setting.given(change.apply(setting.values())));
    }

    private void atOnce(LimitId of, int max) {
        if (max < 0) {
            throw new IllegalArgumentException("A limit must be at least 0, got: " + max);
        }
        change(of, values -> values.atOnce(max));
    }

    private LimitId key(String key) {
        return LimitId.key(name, Turn.requireName("A key", key));
    }

    @Override
    public void maxConcurrent(int max) {
        atOnce(LimitId.queue(name), max);
    }

    @Override
    public void maxConcurrentPerKey(int max) {
        atOnce(LimitId.eachKey(name), max);
    }

    @Override
    public void maxConcurrent(String key, int max) {
        atOnce(key(key), max);
    }

    @Override
    public void rate(int permits, Duration period) {
        StartRate checked = new StartRate(permits, period);
        change(LimitId.queue(name), values -> perPeriod(values, checked));
    }

    @Override
    public void pause() {
        set.accept(LimitId.queue(name), setting -> setting.paused(true));
    }

    @Override
    public void resume() {
        set.accept(LimitId.queue(name), setting -> setting.paused(false));
    }

    @Override
    public void clear() {
        set.accept(LimitId.queue(name), setting -> setting.given(null));
        set.accept(LimitId.eachKey(name), setting -> setting.given(null));
    }

    @Override
    public void clear(String key) {
        set.accept(key(key), setting -> LimitSetting.NONE);
    }
}
