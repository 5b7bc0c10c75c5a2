/** A thousand viewers, in a process of their own, and how late they see what happens. */
@NullMarked
package dev.taskcast.demo.viewers;

import org.jspecify.annotations.NullMarked;
