/** A connection while it speaks HTTP: reads requests one after the other, writes the answers. */
@NullMarked
package dev.taskcast.server.exchange;

import org.jspecify.annotations.NullMarked;
