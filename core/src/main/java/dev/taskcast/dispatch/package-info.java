/** Decides which task begins next, beside {@code lifecycle}, which decides what that makes of it. */
@NullMarked
package dev.taskcast.dispatch;

import org.jspecify.annotations.NullMarked;
