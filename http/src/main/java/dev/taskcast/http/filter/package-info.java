/** Which tasks a stream or list is about. */
@NullMarked
package dev.taskcast.http.filter;

import org.jspecify.annotations.NullMarked;
