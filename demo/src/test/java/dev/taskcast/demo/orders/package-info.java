/** Tests. */
@NullMarked
package dev.taskcast.demo.orders;

import org.jspecify.annotations.NullMarked;
