/** Tests. */
@NullMarked
package dev.taskcast.demo.viewers;

import org.jspecify.annotations.NullMarked;
