/** What {@code ./run} starts: tasks that do real work, and the page that shows them. */
@NullMarked
package dev.taskcast.demo;

import org.jspecify.annotations.NullMarked;
