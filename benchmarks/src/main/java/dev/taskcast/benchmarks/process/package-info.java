/** Other processes, what they use, and the numbers that they give: what comparisons of whole processes have in common. */
@NullMarked
package dev.taskcast.benchmarks.process;

import org.jspecify.annotations.NullMarked;
