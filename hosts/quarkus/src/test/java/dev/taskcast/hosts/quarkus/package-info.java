/** The example of docs/hosts.md for Quarkus. */
@NullMarked
package dev.taskcast.hosts.quarkus;

import org.jspecify.annotations.NullMarked;
