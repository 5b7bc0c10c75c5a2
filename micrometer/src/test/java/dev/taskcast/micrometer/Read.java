package dev.taskcast.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads meters of one or several registries: the sums of those with a name and some tags, 0 where there is none. */
final class Read {
    private final List<MeterRegistry> registries;

    Read(MeterRegistry... registries) {
        this.registries = List.of(registries);
    }

    private <M extends Meter> List<M> all(Class<M> kind, String name, String... tags) {
        return registries.stream()
                .flatMap(registry -> registry.find(name).tags(tags).meters().stream())
                .map(kind::cast)
                .toList();
    }

    long count(String name, String... tags) {
        return Math.round(all(Counter.class, name, tags).stream()
                .mapToDouble(Counter::count)
                .sum());
    }

    long times(String name, String... tags) {
        return all(Timer.class, name, tags).stream().mapToLong(Timer::count).sum();
    }

    long millis(String name, String... tags) {
        return Math.round(all(Timer.class, name, tags).stream()
                .mapToDouble(timer -> timer.totalTime(TimeUnit.MILLISECONDS))
                .sum());
    }

    /** Reads all there are, as who scrapes does: gauges of a type are there from the next time on after one has met it. */
    void scrape() {
        registries.forEach(registry ->
                registry.getMeters().forEach(meter -> meter.measure().forEach(Measurement::getValue)));
    }

    double gauge(String name, String... tags) {
        return all(Gauge.class, name, tags).stream().mapToDouble(Gauge::value).sum();
    }
}
