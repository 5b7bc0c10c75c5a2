/** What is said of a task, in the words of the browser's elements: a word for its status, times, numbers, a table, all of one task, JSON. */
@NullMarked
package dev.taskcast.cli.output;

import org.jspecify.annotations.NullMarked;
