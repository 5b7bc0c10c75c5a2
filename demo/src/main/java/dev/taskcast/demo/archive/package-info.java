/** A large file, and whether it is what it was. */
@NullMarked
package dev.taskcast.demo.archive;

import org.jspecify.annotations.NullMarked;
