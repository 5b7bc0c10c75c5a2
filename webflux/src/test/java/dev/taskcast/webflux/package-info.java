@NullMarked
package dev.taskcast.webflux;

import org.jspecify.annotations.NullMarked;
