/** The port to cron expressions, by cron-utils. */
@NullMarked
package dev.taskcast.cron;

import org.jspecify.annotations.NullMarked;
