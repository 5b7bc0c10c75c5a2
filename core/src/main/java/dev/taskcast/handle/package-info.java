/** Signed permissions to watch one task for a while. */
@NullMarked
package dev.taskcast.handle;

import org.jspecify.annotations.NullMarked;
