/** Asks a server, and says what its answer means. */
@NullMarked
package dev.taskcast.client.request;

import org.jspecify.annotations.NullMarked;
