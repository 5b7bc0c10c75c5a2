package dev.taskcast.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.task.RunWrapper;
import dev.taskcast.task.TaskContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Meters, spans and the context of log lines are there where the application has what they are for. */
class ObservabilityTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Queue<String> SEEN = new ConcurrentLinkedQueue<>();

    static class Work {
        @HandlesTask("work")
        void work(String word, TaskContext task) {
            SEEN.add(Span.current().getSpanContext().isValid() + " " + word);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    static class Plain {
        @Bean
        Work work() {
            return new Work();
        }
    }

    static class Observed extends Plain {
        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }

        @Bean
        InMemorySpanExporter spans() {
            return InMemorySpanExporter.create();
        }

        @Bean(destroyMethod = "close")
        OpenTelemetrySdk openTelemetry(InMemorySpanExporter spans) {
            return OpenTelemetrySdk.builder()
                    .setTracerProvider(SdkTracerProvider.builder()
                            .addSpanProcessor(SimpleSpanProcessor.create(spans))
                            .build())
                    .build();
        }

        /** An application's own: within the span. */
        @Bean
        RunWrapper own() {
            return (run, handler) -> {
                SEEN.add("own " + Span.current().getSpanContext().isValid());
                handler.call();
            };
        }
    }

    private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
        SEEN.clear();
        return new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .properties("spring.main.banner-mode=off", "management.defaults.metrics.export.enabled=false")
                .properties(properties)
                .run();
    }

    @SuppressWarnings("unchecked")
    private static void submit(ConfigurableApplicationContext context) {
        TaskSubmitter<String, Void> works = (TaskSubmitter<String, Void>) context.getBean("taskSubmitter.work");
        works.submit("word");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theyAreMadeByThemselves(boolean isLazy) {
        try (ConfigurableApplicationContext context =
                run(Observed.class, "spring.main.lazy-initialization=" + isLazy)) {
            submit(context);
            InMemorySpanExporter spans = context.getBean(InMemorySpanExporter.class);
            await().atMost(PATIENCE).until(() -> spans.getFinishedSpanItems().size() == 2);

            MeterRegistry registry = context.getBean(MeterRegistry.class);
            await().atMost(PATIENCE)
                    .until(() -> registry.get("taskcast.ends")
                                    .tag("type", "work")
                                    .tag("outcome", "completed")
                                    .counter()
                                    .count()
                            == 1);
            assertThat(registry.get("taskcast.store.up").gauge().value()).isOne();
            assertThat(spans.getFinishedSpanItems())
                    .extracting(SpanData::getName)
                    .containsExactlyInAnyOrder("submit work", "run work");
            assertThat(SEEN).containsExactly("own true", "true word");
        }
    }

    @Test
    void withoutARegistryAndWithoutOpenTelemetryThereAreNone() {
        try (ConfigurableApplicationContext context = run(Plain.class)) {
            submit(context);
            await().atMost(PATIENCE).until(() -> List.copyOf(SEEN).equals(List.of("false word")));
            assertThat(context.getBeanNamesForType(OpenTelemetry.class)).isEmpty();
            assertThat(context.containsBean("taskTracing")).isFalse();
            assertThat(context.containsBean("taskMdc")).isTrue();
        }
    }
}
