/** Wires a task manager, its handlers and its endpoint into an application on Spring Boot. Nothing here is to be called. */
@NullMarked
package dev.taskcast.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
