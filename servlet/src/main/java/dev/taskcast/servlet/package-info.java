/** An endpoint within a servlet container: one servlet, async and non-blocking. */
@NullMarked
package dev.taskcast.servlet;

import org.jspecify.annotations.NullMarked;
