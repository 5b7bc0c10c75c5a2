/** What a task costs without a viewer: its memory, a start, a progress call; each beside a raw limit in the same run. */
@NullMarked
package dev.taskcast.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
