/** Meters of tasks and streams, by Micrometer. */
@NullMarked
package dev.taskcast.micrometer;

import org.jspecify.annotations.NullMarked;
