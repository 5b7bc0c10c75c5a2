/** What the terminal is, and what is written to it: text made harmless, widths, lines, and a region that is painted in place. */
@NullMarked
package dev.taskcast.cli.terminal;

import org.jspecify.annotations.NullMarked;
