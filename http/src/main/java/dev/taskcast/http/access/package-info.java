/** What an application says of who may use an endpoint. */
@NullMarked
package dev.taskcast.http.access;

import org.jspecify.annotations.NullMarked;
