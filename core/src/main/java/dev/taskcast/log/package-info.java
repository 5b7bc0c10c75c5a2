/** Orders: the event log that every reader reads with a cursor. */
@NullMarked
package dev.taskcast.log;

import org.jspecify.annotations.NullMarked;
