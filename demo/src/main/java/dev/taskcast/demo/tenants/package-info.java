/** Reports of two tenants who share a queue: who waits, where, and whose turn it is. */
@NullMarked
package dev.taskcast.demo.tenants;

import org.jspecify.annotations.NullMarked;
