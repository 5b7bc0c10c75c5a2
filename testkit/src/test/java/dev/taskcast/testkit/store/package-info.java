/** The suite for stores, on the stores in memory. */
@NullMarked
package dev.taskcast.testkit.store;

import org.jspecify.annotations.NullMarked;
