package dev.taskcast.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is counted of the tasks of one type in one queue. Thread-safe. */
final class QueueMeters {
    /** How a run may be over. */
    enum Outcome {
        COMPLETED,
        ERROR,
        CANCELED,
        TIMED_OUT,
        RETRIED;

        private String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** From what people do not notice to what takes a night: a series each, so there are few of them. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofHours(6)
    };

    private final Counter submits;
    private final Counter refused;
    private final Counter starts;
    private final Counter retries;
    private final Timer wait;
    private final Map<Outcome, Counter> ends = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Timer> durations = new EnumMap<>(Outcome.class);

    /** Makes all of them, so that each is there with 0 from the first task of its type on. */
    QueueMeters(MeterRegistry registry, Tags tags) {
        submits = Counter.builder("taskcast.submits")
                .description("Tasks that were submitted")
                .tags(tags)
                .register(registry);
        refused = Counter.builder("taskcast.submits.refused")
                .description("Submits that were refused since too many tasks had not ended")
                .tags(tags)
                .register(registry);
        starts = Counter.builder("taskcast.starts")
                .description("Runs that started")
                .tags(tags)
                .register(registry);
        retries = Counter.builder("taskcast.retries")
                .description("Runs that failed and are to be followed by another attempt")
                .tags(tags)
                .register(registry);
        wait = timer("taskcast.wait", "How long runs had waited when they started", registry, tags);
        for (Outcome outcome : Outcome.values()) {
            Tags of = tags.and(Tag.of("outcome", outcome.tag()));
            durations.put(outcome, timer("taskcast.duration", "How long runs took", registry, of));
            if (outcome != Outcome.RETRIED) {
                ends.put(
                        outcome,
                        Counter.builder("taskcast.ends")
                                .description("Tasks that ended")
                                .tags(of)
                                .register(registry));
            }
        }
    }

    private static Timer timer(String name, String description, MeterRegistry registry, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    void submitted() {
        submits.increment();
    }

    void refused() {
        refused.increment();
    }

    void started(long waitedMillis) {
        starts.increment();
        if (waitedMillis >= 0) {
            wait.record(Duration.ofMillis(waitedMillis));
        }
    }

    void ended(Outcome how, long ranMillis) {
        Counter counter = ends.get(how);
        if (counter == null) {
            retries.increment();
        } else {
            counter.increment();
        }
        Timer duration = durations.get(how);
        if (duration != null && ranMillis >= 0) {
            duration.record(Duration.ofMillis(ranMillis));
        }
    }

    /** To be removed with it. */
    List<Meter> all() {
        List<Meter> all = new ArrayList<>(List.of(submits, refused, starts, retries, wait));
        all.addAll(ends.values());
        all.addAll(durations.values());
        return all;
    }
}
