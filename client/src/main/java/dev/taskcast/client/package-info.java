/** A client for the JVM: what a server's tasks are, live, and what can be done to them. */
@NullMarked
package dev.taskcast.client;

import org.jspecify.annotations.NullMarked;
