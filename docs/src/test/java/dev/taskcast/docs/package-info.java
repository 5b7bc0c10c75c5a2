/** What the documents show, compiled and run. */
@NullMarked
package dev.taskcast.docs;

import org.jspecify.annotations.NullMarked;
