/** The embedded server: one class for users, and what it is made of in the packages below. */
@NullMarked
package dev.taskcast.server;

import org.jspecify.annotations.NullMarked;
