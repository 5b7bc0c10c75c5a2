/** Progress: a cell for each run, and the publisher that carries its newest value into the log. */
@NullMarked
package dev.taskcast.progress;

import org.jspecify.annotations.NullMarked;
