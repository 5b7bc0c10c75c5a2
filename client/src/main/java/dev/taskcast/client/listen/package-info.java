/** Tells listeners, each on virtual threads of its own. */
@NullMarked
package dev.taskcast.client.listen;

import org.jspecify.annotations.NullMarked;
