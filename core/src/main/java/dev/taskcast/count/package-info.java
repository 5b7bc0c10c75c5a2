/** How many tasks are how: kept at each change, and never counted over all tasks. */
@NullMarked
package dev.taskcast.count;

import org.jspecify.annotations.NullMarked;
