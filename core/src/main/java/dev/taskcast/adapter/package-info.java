/** What adapters of ours ask of a manager, and no user sees: commands, questions, and the log. */
@NullMarked
package dev.taskcast.adapter;

import org.jspecify.annotations.NullMarked;
