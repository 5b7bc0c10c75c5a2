/** Bounds: which ended tasks are to be forgotten when there are too many, and whether more may be submitted. */
@NullMarked
package dev.taskcast.retention;

import org.jspecify.annotations.NullMarked;
