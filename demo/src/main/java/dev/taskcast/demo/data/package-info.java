/** The files that the tasks work on, made at the first run from fixed seeds. */
@NullMarked
package dev.taskcast.demo.data;

import org.jspecify.annotations.NullMarked;
