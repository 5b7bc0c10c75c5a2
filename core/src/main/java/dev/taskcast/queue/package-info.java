/** Tasks that wait for a slot, and the slots. */
@NullMarked
package dev.taskcast.queue;

import org.jspecify.annotations.NullMarked;
