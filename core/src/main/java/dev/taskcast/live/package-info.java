/** Live on every node: what a node's viewers watch of runs on others, what it writes of its own runs, and what it reads. */
@NullMarked
package dev.taskcast.live;

import org.jspecify.annotations.NullMarked;
