/** What waits, and in which order it begins: the same in memory and on a durable store. */
@NullMarked
package dev.taskcast.queues;

import org.jspecify.annotations.NullMarked;
