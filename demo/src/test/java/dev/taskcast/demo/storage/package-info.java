/** Tests. */
@NullMarked
package dev.taskcast.demo.storage;

import org.jspecify.annotations.NullMarked;
