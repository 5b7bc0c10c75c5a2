/** A durable store in memory, for tests: several nodes on one journal, and every fault at will. */
@NullMarked
package dev.taskcast.store.shared;

import org.jspecify.annotations.NullMarked;
