/** The port to whoever reads cron expressions, and what such an expression means where the clocks are changed. */
@NullMarked
package dev.taskcast.schedule;

import org.jspecify.annotations.NullMarked;
