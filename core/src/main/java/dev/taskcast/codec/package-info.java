/** How values become JSON. The only JSON of the core: what the project itself writes, in one pass, to bytes. */
@NullMarked
package dev.taskcast.codec;

import org.jspecify.annotations.NullMarked;
