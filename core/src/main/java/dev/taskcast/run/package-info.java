/** Runs handlers: their threads, contexts, signals and timeouts. */
@NullMarked
package dev.taskcast.run;

import org.jspecify.annotations.NullMarked;
