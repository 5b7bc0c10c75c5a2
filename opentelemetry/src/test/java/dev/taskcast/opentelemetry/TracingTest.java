package dev.taskcast.opentelemetry;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.store.jdbc.JdbcTransaction;
import dev.taskcast.task.Retry;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one PostgreSQL: one that submits and runs nothing, and one that runs. Each span is held against what has happened. */
class TracingTest {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static EmbeddedPostgres server;

    /** A process with spans of its own. */
    private final class Node {
        private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
        private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .setPropagators(ContextPropagators.create(TextMapPropagator.composite(
                        W3CTraceContextPropagator.getInstance(), W3CBaggagePropagator.getInstance())))
                .build();
        private final TaskManager tasks;
        private final TaskType<String, Void> report;

        Node(String name, int slots) {
            TaskTracing tracing = new TaskTracing(telemetry);
            TaskManagerBuilder builder = TaskManager.builder()
                    .store(JdbcTaskStore.of(source))
                    .nodeName(name)
                    .slots(slots)
                    .closeTimeout(Duration.ofMillis(100))
                    .lease(Duration.ofSeconds(60))
                    .storeTimeout(Duration.ofSeconds(60))
                    .submitContext(tracing)
                    .runWrapper(tracing);
            tasks = builder.build();
            Retry atOnce = Retry.times(1).waits(Duration.ZERO, Duration.ofMillis(1));
            TaskOptions options =
                    TaskOptions.builder().queue("reports").retry(atOnce).build();
            report = tasks.type(
                    "report",
                    String.class,
                    Void.class,
                    TracingTest.this::handle,
                    TypeOptions.<String>builder().tasks(options).build());
            nodes.add(this);
        }

        /** Submits within a span of a request, with baggage. */
        SpanData submit(String id, String payload, SubmitOptions.Builder options) {
            Span request = telemetry.getTracer("test").spanBuilder("request").startSpan();
            within(request, () -> tasks.submit(report, payload, options.id(id).build()));
            request.end();
            SpanData made = only(named("submit report", id));
            assertThat(made.getParentSpanId())
                    .isEqualTo(request.getSpanContext().getSpanId());
            assertThat(made.getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
            assertThat(made.getKind()).isEqualTo(SpanKind.PRODUCER);
            assertThat(made.getAttributes().get(stringKey("messaging.destination.name")))
                    .isEqualTo("reports");
            return made;
        }

        List<SpanData> named(String name, String id) {
            return exporter.getFinishedSpanItems().stream()
                    .filter(span -> span.getName().equals(name)
                            && id.equals(span.getAttributes().get(stringKey("messaging.message.id"))))
                    .toList();
        }

        /** They end a moment after their handlers have, which may be after their tasks. */
        List<SpanData> runs(String id, int count) {
            await().until(() -> named("run report", id).size() == count);
            return named("run report", id);
        }

        void awaitEnd(String id, TaskStatus how) {
            await().until(() -> tasks.getState(id).map(TaskState::status).orElse(TaskStatus.PENDING) == how);
        }

        void close() {
            tasks.close();
            telemetry.close();
        }
    }

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> current = new ConcurrentHashMap<>(); // by task, what its handler had
    private final Set<String> failed = ConcurrentHashMap.newKeySet();
    private final CountDownLatch never = new CountDownLatch(1);
    private DataSource source;

    @BeforeAll
    static void startServer() throws IOException {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(100));
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
        Awaitility.reset();
    }

    @BeforeEach
    void newDatabase() throws SQLException {
        String name = "test" + DATABASES.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        source = server.getDatabase("postgres", name);
    }

    @AfterEach
    void closeNodes() {
        nodes.forEach(Node::close);
    }

    private Void handle(TaskContext ctx, String payload) throws Exception {
        current.put(
                ctx.id(),
                Span.current().getSpanContext().getSpanId() + " "
                        + Baggage.current().getEntryValue("user"));
        if (payload.equals("fails once") && failed.add(ctx.id())) {
            throw new IOException("not yet");
        }
        if (payload.equals("holds")) {
            never.await();
        }
        return null;
    }

    /** Within a span, with baggage. */
    private static void within(Span span, Runnable action) {
        Baggage ann = Baggage.builder().put("user", "ann").build();
        Context.root().with(span).with(ann).wrap(action).run();
    }

    private static <T> T only(List<T> all) {
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private void assertLinked(SpanData run, SpanData submit, long number) {
        assertThat(run.getParentSpanContext().isValid()).isFalse();
        assertThat(run.getTraceId()).isNotEqualTo(submit.getTraceId());
        LinkData link = only(run.getLinks());
        assertThat(link.getSpanContext().getSpanId()).isEqualTo(submit.getSpanId());
        assertThat(link.getSpanContext().getTraceId()).isEqualTo(submit.getTraceId());
        assertThat(run.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(run.getAttributes().get(longKey("taskcast.task.run"))).isEqualTo(number);
        assertThat(run.getAttributes().get(stringKey("taskcast.task.type"))).isEqualTo("report");
    }

    @Test
    void aRunOnAnotherNodeIsLinkedToTheSubmit() {
        Node submits = new Node("submits", 0);
        Node runs = new Node("runs", 10);
        SpanData submit = submits.submit("a", "ends", SubmitOptions.builder());
        submits.awaitEnd("a", TaskStatus.COMPLETED);
        SpanData run = only(runs.runs("a", 1));

        assertLinked(run, submit, 1);
        assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(current).containsEntry("a", run.getSpanId() + " ann");
        assertThat(submits.named("run report", "a")).isEmpty();
        assertThat(runs.named("submit report", "a")).isEmpty();
    }

    @Test
    void eachAttemptHasASpanWithTheSameLink() {
        Node submits = new Node("submits", 0);
        Node runs = new Node("runs", 10);
        SpanData submit = submits.submit("a", "fails once", SubmitOptions.builder());
        submits.awaitEnd("a", TaskStatus.COMPLETED);
        List<SpanData> attempts = runs.runs("a", 2);

        assertLinked(attempts.getFirst(), submit, 1);
        assertLinked(attempts.getLast(), submit, 2);
        assertThat(attempts.getFirst().getTraceId())
                .isNotEqualTo(attempts.getLast().getTraceId());
        assertThat(attempts.getFirst().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(attempts.getFirst().getStatus().getDescription()).isEqualTo("not yet");
        assertThat(attempts.getFirst().getEvents()).hasSize(1);
        assertThat(attempts.getLast().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void theLinkOutlivesTheProcessThatHasSubmitted() {
        Node submits = new Node("submits", 0);
        SpanData submit = submits.submit("a", "ends", SubmitOptions.builder());
        submits.tasks.close();
        Node later = new Node("later", 10);
        later.awaitEnd("a", TaskStatus.COMPLETED);

        assertLinked(only(later.runs("a", 1)), submit, 1);
    }

    @Test
    void aSubmitInATransactionIsLinkedAsWell() throws SQLException {
        Node submits = new Node("submits", 0);
        Node runs = new Node("runs", 10);
        SpanData submit;
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            submit = submits.submit("a", "ends", SubmitOptions.builder().in(JdbcTransaction.of(connection)));
            connection.commit();
        }
        submits.awaitEnd("a", TaskStatus.COMPLETED);

        assertLinked(only(runs.runs("a", 1)), submit, 1);
    }

    @Test
    void whatIsToldToStopHasNotFailed() {
        Node submits = new Node("submits", 0);
        Node runs = new Node("runs", 10);
        SpanData submit = submits.submit("a", "holds", SubmitOptions.builder());
        await().until(() -> current.containsKey("a"));
        submits.tasks.cancel("a");
        SpanData run = only(runs.runs("a", 1));

        assertLinked(run, submit, 1);
        assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(run.getAttributes().get(booleanKey("taskcast.task.stopped"))).isTrue();
    }

    /** What it waited for was closed. */
    @Test
    void norHasWhatLeavesByAnyExceptionThen() {
        Node node = new Node("node", 10);
        node.tasks.register("x", ctx -> {
            current.put("x", "");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("closed", e);
            }
        });
        node.tasks.start("x");
        await().until(() -> current.containsKey("x"));
        node.tasks.cancel("x");
        await().until(() -> node.named("run x", "x").size() == 1);
        SpanData run = only(node.named("run x", "x"));

        assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(run.getAttributes().get(booleanKey("taskcast.task.stopped"))).isTrue();
    }

    @Test
    void aRegisteredTaskHasNothingOfWhoStartsIt() {
        Node node = new Node("node", 10);
        node.tasks.register(
                "x", ctx -> current.put("x", String.valueOf(Baggage.current().getEntryValue("user"))));
        Span request = node.telemetry.getTracer("test").spanBuilder("request").startSpan();
        within(request, () -> node.tasks.start("x"));
        request.end();
        await().until(() -> node.named("run x", "x").size() == 1);
        SpanData run = only(node.named("run x", "x"));

        assertThat(run.getParentSpanContext().isValid()).isFalse();
        assertThat(run.getLinks()).isEmpty();
        assertThat(run.getTraceId()).isNotEqualTo(request.getSpanContext().getTraceId());
        assertThat(current).containsEntry("x", "null");
    }
}
