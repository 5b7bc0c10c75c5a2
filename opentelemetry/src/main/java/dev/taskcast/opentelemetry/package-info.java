/** Spans of submits and runs, by OpenTelemetry. */
@NullMarked
package dev.taskcast.opentelemetry;

import org.jspecify.annotations.NullMarked;
