/** Tests. */
@NullMarked
package dev.taskcast.demo.data;

import org.jspecify.annotations.NullMarked;
