package dev.taskcast.micrometer;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.StreamStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * The meters of an endpoint's streams: of those that this node has.
 *
 * <pre>{@code
 * new StreamMeters(endpoint).bindTo(registry);
 * }</pre>
 *
 * <p>Each has the endpoint's path as the tag {@code path}. Needs {@code taskcast-http}.
 */
public final class StreamMeters implements MeterBinder {
    private final TaskEndpoint endpoint;
    private final Tags tags;

    /**
     * Of an endpoint.
     *
     * @param endpoint whose streams
     */
    public StreamMeters(TaskEndpoint endpoint) {
        this.endpoint = endpoint;
        tags = Tags.of("path", endpoint.path().isEmpty() ? "/" : endpoint.path());
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("taskcast.streams", endpoint, TaskEndpoint::streams)
                .description("Streams that are open")
                .tags(tags)
                .strongReference(true)
                .register(registry);
        Gauge.builder("taskcast.streams.lag", endpoint, of -> of.streamStats().lag())
                .description("How many transitions the stream is behind that is furthest behind")
                .tags(tags)
                .strongReference(true)
                .register(registry);
        count(
                registry,
                "taskcast.streams.frames",
                "Pieces of one or more messages that were sent",
                tags,
                StreamStats::frames);
        FunctionCounter.builder(
                        "taskcast.streams.sent",
                        endpoint,
                        of -> of.streamStats().bytes())
                .description("How long these were together")
                .baseUnit("bytes")
                .tags(tags)
                .register(registry);
        String dropped =
                "How often a stream was not told of each change: of the newest states only, or of all tasks anew";
        count(registry, "taskcast.streams.dropped", dropped, tags.and("reason", "merged"), StreamStats::merged);
        count(registry, "taskcast.streams.dropped", dropped, tags.and("reason", "reset"), StreamStats::resets);
    }

    private void count(
            MeterRegistry registry, String name, String description, Tags of, ToDoubleFunction<StreamStats> count) {
        FunctionCounter.builder(name, endpoint, from -> count.applyAsDouble(from.streamStats()))
                .description(description)
                .tags(of)
                .register(registry);
    }
}
