/** Tests. */
@NullMarked
package dev.taskcast.demo;

import org.jspecify.annotations.NullMarked;
