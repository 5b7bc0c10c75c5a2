/** The entry: {@link dev.taskcast.TaskManager}. */
@NullMarked
package dev.taskcast;

import org.jspecify.annotations.NullMarked;
