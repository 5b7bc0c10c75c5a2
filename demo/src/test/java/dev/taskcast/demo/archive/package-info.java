/** Tests. */
@NullMarked
package dev.taskcast.demo.archive;

import org.jspecify.annotations.NullMarked;
