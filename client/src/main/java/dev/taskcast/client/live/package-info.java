/** Keeps the map of tasks up to date, over whatever happens to the connection. */
@NullMarked
package dev.taskcast.client.live;

import org.jspecify.annotations.NullMarked;
