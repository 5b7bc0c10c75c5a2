/** The command {@code taskcast}: where it begins. */
@NullMarked
package dev.taskcast.cli;

import org.jspecify.annotations.NullMarked;
