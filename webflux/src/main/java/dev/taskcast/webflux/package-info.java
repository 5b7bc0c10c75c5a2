/** An endpoint within a Spring WebFlux application: one handler, on the application's own server. */
@NullMarked
package dev.taskcast.webflux;

import org.jspecify.annotations.NullMarked;
