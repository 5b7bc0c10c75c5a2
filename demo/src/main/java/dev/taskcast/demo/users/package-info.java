/** The users of several systems, brought together. */
@NullMarked
package dev.taskcast.demo.users;

import org.jspecify.annotations.NullMarked;
