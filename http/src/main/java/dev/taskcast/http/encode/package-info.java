/** How states and events become JSON and frames. */
@NullMarked
package dev.taskcast.http.encode;

import org.jspecify.annotations.NullMarked;
