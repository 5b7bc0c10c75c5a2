/** Tests of what stores have in common. */
@NullMarked
package dev.taskcast.store;

import org.jspecify.annotations.NullMarked;
