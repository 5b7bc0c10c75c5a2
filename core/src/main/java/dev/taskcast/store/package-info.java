/** The port to where tasks are kept, and what goes through it. */
@NullMarked
package dev.taskcast.store;

import org.jspecify.annotations.NullMarked;
