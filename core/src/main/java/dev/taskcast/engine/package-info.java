/** Wires the packages to one engine, and closes them in order. */
@NullMarked
package dev.taskcast.engine;

import org.jspecify.annotations.NullMarked;
