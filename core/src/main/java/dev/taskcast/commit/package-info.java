/** Commits: the one way by which a decision becomes a stored state and an event. */
@NullMarked
package dev.taskcast.commit;

import org.jspecify.annotations.NullMarked;
