/** Tests of the queue and the slots. */
@NullMarked
package dev.taskcast.queue;

import org.jspecify.annotations.NullMarked;
