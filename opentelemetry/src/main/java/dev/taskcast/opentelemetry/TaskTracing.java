package dev.taskcast.opentelemetry;

import dev.taskcast.task.RunWrapper;
import dev.taskcast.task.SubmitContext;
import dev.taskcast.task.TaskCanceledException;
import dev.taskcast.task.TaskIdentity;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A span for each submit and one for each run. A run may begin hours later, on another node, and several times: so its span is the first one
 * of a trace of its own, with a link to the span of the submit. What leads there is kept with the task.
 *
 * <pre>{@code
 * TaskTracing tracing = new TaskTracing(openTelemetry);
 * TaskManager.builder().submitContext(tracing).runWrapper(tracing).build();
 * }</pre>
 *
 * <p>The span of a submit is a child of what is current where it is called. That of a run is current while its handler is called, and so is the
 * baggage of the submit; nothing else is. With another wrapper: {@code tracing.with(other)}. Thread-safe.
 */
public final class TaskTracing implements SubmitContext, RunWrapper {
    private static final String SCOPE = "dev.taskcast";

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    /**
     * By an application's OpenTelemetry.
     *
     * @param openTelemetry makes the spans; its propagators say what is kept with a task
     */
    public TaskTracing(OpenTelemetry openTelemetry) {
        tracer = openTelemetry.getTracer(SCOPE);
        propagator = openTelemetry.getPropagators().getTextMapPropagator();
    }

    @Override
    public @Nullable String of(TaskIdentity task) {
        Span span = builder("submit ", SpanKind.PRODUCER, task, "create").startSpan();
        try {
            Map<String, String> headers = new HashMap<>();
            propagator.inject(Context.current().with(span), headers, (carrier, name, value) -> {
                if (carrier != null) {
                    carrier.put(name, value);
                }
            });
            return OriginText.write(headers);
        } finally {
            span.end();
        }
    }

    @Override
    public void around(Wrapped run, Handler handler) throws Exception {
        Context submit = propagator.extract(Context.root(), OriginText.read(run.origin()), OriginText.GETTER);
        SpanBuilder builder = builder("run ", SpanKind.CONSUMER, run.identity(), "process")
                .setNoParent()
                .setAttribute("taskcast.task.run", (long) run.run());
        SpanContext link = Span.fromContext(submit).getSpanContext();
        if (link.isValid()) {
            builder.addLink(link);
        }
        Span span = builder.startSpan();
        Context within = Context.root().with(Baggage.fromContext(submit)).with(span);
        try {
            call(within, handler);
        } catch (Throwable thrown) {
            thrown(span, run.isStopped(), thrown);
            throw thrown;
        } finally {
            span.end();
        }
    }

    private static void call(Context within, Handler handler) throws Exception {
        Object ignored = within.wrap(() -> {
                    handler.call();
                    return within;
                })
                .call();
    }

    /** A handler that leaves since it was told to stop has not failed. */
    private static void thrown(Span span, boolean isStopped, Throwable thrown) {
        if (isStopped || thrown instanceof TaskCanceledException) {
            span.setAttribute("taskcast.task.stopped", true);
        } else {
            span.recordException(thrown);
            span.setStatus(StatusCode.ERROR, Objects.requireNonNullElse(thrown.getMessage(), ""));
        }
    }

    private SpanBuilder builder(String what, SpanKind kind, TaskIdentity task, String operation) {
        return tracer.spanBuilder(what + task.type())
                .setSpanKind(kind)
                .setAttribute("messaging.system", "taskcast")
                .setAttribute("messaging.operation.type", operation)
                .setAttribute(
                        "messaging.destination.name",
                        Objects.requireNonNullElse(task.turn().queue(), "(default)"))
                .setAttribute("messaging.message.id", task.id())
                .setAttribute("taskcast.task.type", task.type());
    }
}
