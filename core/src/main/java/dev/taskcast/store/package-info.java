/** The port to where tasks are kept. One package beside it for each implementation. */
@NullMarked
package dev.taskcast.store;

import org.jspecify.annotations.NullMarked;
