/** The store in memory: the default, and the reference for the others. */
@NullMarked
package dev.taskcast.store.memory;

import org.jspecify.annotations.NullMarked;
