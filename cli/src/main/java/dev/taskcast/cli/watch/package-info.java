/** Watches tasks: what has changed, whether all is done, and how it is shown, as bars, lines or JSON. */
@NullMarked
package dev.taskcast.cli.watch;

import org.jspecify.annotations.NullMarked;
