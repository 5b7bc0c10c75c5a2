/** How many runs started and ended when, by type, and how long they waited and took: folded from the changes of rows, bucket by bucket. */
@NullMarked
package dev.taskcast.series;

import org.jspecify.annotations.NullMarked;
