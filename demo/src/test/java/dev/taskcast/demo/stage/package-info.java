/** Tests. */
@NullMarked
package dev.taskcast.demo.stage;

import org.jspecify.annotations.NullMarked;
