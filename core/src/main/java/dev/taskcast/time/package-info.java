/** The clock and the timers, as a port, so that tests set the time. */
@NullMarked
package dev.taskcast.time;

import org.jspecify.annotations.NullMarked;
