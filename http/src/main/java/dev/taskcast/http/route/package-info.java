/** Which request means what. */
@NullMarked
package dev.taskcast.http.route;

import org.jspecify.annotations.NullMarked;
