/** The two habits of our own threads: how a loop starts, wakes and stops, and how a lock is taken for an instant. */
@NullMarked
package dev.taskcast.thread;

import org.jspecify.annotations.NullMarked;
