/** Tests. */
@NullMarked
package dev.taskcast.demo.process;

import org.jspecify.annotations.NullMarked;
