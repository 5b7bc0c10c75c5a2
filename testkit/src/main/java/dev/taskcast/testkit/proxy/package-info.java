/** A proxy that does what networks do. */
@NullMarked
package dev.taskcast.testkit.proxy;

import org.jspecify.annotations.NullMarked;
