package dev.taskcast.spring.autoconfigure;

import dev.taskcast.opentelemetry.TaskTracing;
import dev.taskcast.slf4j.TaskMdc;
import io.opentelemetry.api.OpenTelemetry;
import org.slf4j.MDC;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** What says in traces and logs which task a run is of: each where the application has what it is for, and our module for that. */
@AutoConfiguration(
        before = TaskcastAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
            "io.opentelemetry.instrumentation.spring.autoconfigure.OpenTelemetryAutoConfiguration"
        })
public class TaskcastTracingAutoConfiguration {
    private static final int OUTERMOST = Ordered.HIGHEST_PRECEDENCE + 100;

    /** Made by Spring. */
    public TaskcastTracingAutoConfiguration() {}

    /** Spans, by the application's OpenTelemetry. Around all else, so that what it does is within them. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({OpenTelemetry.class, TaskTracing.class})
    @ConditionalOnSingleCandidate(OpenTelemetry.class)
    static class Spans {
        @Bean
        @Order(OUTERMOST)
        @ConditionalOnMissingBean
        TaskTracing taskTracing(OpenTelemetry openTelemetry) {
            return new TaskTracing(openTelemetry);
        }
    }

    /** The context of log lines. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({MDC.class, TaskMdc.class})
    static class LogLines {
        @Bean
        @Order(OUTERMOST + 1)
        @ConditionalOnMissingBean
        TaskMdc taskMdc() {
            return new TaskMdc();
        }
    }
}
