/** The protocol without a server: an endpoint answers requests, and gives its server streams to write. */
@NullMarked
package dev.taskcast.http;

import org.jspecify.annotations.NullMarked;
