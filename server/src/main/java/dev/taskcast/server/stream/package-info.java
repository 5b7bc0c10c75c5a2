/** A connection once it is a stream: nothing of HTTP is left but the chunks, and a pump writes to it. */
@NullMarked
package dev.taskcast.server.stream;

import org.jspecify.annotations.NullMarked;
