/** Servlet containers, each with one servlet. */
@NullMarked
package dev.taskcast.benchmarks.containers;

import org.jspecify.annotations.NullMarked;
