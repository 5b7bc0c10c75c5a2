/** Many small tasks, so that there is something to miss. */
@NullMarked
package dev.taskcast.demo.tiles;

import org.jspecify.annotations.NullMarked;
