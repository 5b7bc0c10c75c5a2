/** The command as a process: in a pseudo-terminal, without one, and against servers that are killed or behind a proxy. */
@NullMarked
package dev.taskcast.cli.process;

import org.jspecify.annotations.NullMarked;
