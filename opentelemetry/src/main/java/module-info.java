/** Spans of submits and runs, by OpenTelemetry. */
@SuppressWarnings("requires-transitive-automatic") // OpenTelemetry has no descriptors
module dev.taskcast.opentelemetry {
    requires transitive dev.taskcast.core;
    requires static org.jspecify;
    requires transitive io.opentelemetry.api;
    requires io.opentelemetry.context;

    exports dev.taskcast.opentelemetry;
}
