/** Reads an event stream: bytes in, frames out. */
@NullMarked
package dev.taskcast.client.frames;

import org.jspecify.annotations.NullMarked;
