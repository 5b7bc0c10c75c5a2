/** Processes that are killed while they work, and what is there afterwards. */
@NullMarked
package dev.taskcast.store.jdbc.crash;

import org.jspecify.annotations.NullMarked;
