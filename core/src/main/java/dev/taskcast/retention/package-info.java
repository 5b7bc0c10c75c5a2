/** Forgets: which ended tasks are to go when there are too many. */
@NullMarked
package dev.taskcast.retention;

import org.jspecify.annotations.NullMarked;
