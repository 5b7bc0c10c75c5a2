/** Tests. */
@NullMarked
package dev.taskcast.demo.csv;

import org.jspecify.annotations.NullMarked;
