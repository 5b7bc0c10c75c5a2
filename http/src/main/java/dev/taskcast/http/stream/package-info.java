/** A viewer's session: a cursor in the log, and the frames that it has not been sent. */
@NullMarked
package dev.taskcast.http.stream;

import org.jspecify.annotations.NullMarked;
