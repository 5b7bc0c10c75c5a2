/** The codec port, by Jackson. */
@NullMarked
package dev.taskcast.jackson;

import org.jspecify.annotations.NullMarked;
