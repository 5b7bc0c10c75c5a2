/** Where the demo keeps its data. */
@NullMarked
package dev.taskcast.demo.storage;

import org.jspecify.annotations.NullMarked;
