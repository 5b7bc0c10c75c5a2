/** The commands, a class each, and the options that they share. */
@NullMarked
package dev.taskcast.cli.command;

import org.jspecify.annotations.NullMarked;
