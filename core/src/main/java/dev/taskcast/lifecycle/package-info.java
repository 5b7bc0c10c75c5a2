/** Decides: the one pure function from a task and a command to its next state. See docs/lifecycle.md. */
@NullMarked
package dev.taskcast.lifecycle;

import org.jspecify.annotations.NullMarked;
