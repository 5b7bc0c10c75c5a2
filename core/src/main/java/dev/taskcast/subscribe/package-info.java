/** In-process readers of the log: a cursor and a thread for each listener. */
@NullMarked
package dev.taskcast.subscribe;

import org.jspecify.annotations.NullMarked;
