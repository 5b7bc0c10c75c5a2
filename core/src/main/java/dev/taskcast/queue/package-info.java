/** Who waits and who is next, the limits that let one begin or not, and the slots of a node. */
@NullMarked
package dev.taskcast.queue;

import org.jspecify.annotations.NullMarked;
