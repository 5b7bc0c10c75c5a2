/** Connects, reads the stream, notices that it is dead, and connects again. */
@NullMarked
package dev.taskcast.client.connection;

import org.jspecify.annotations.NullMarked;
