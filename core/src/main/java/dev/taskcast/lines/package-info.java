/** The lines that runs log: a bounded tail for each, beside the event log, for those who ask. */
@NullMarked
package dev.taskcast.lines;

import org.jspecify.annotations.NullMarked;
