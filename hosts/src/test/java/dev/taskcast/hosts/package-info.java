/** The examples of docs/hosts.md, and what they were tested by. */
@NullMarked
package dev.taskcast.hosts;

import org.jspecify.annotations.NullMarked;
