/** What an endpoint and its server exchange: a request, a reply, a problem. */
@NullMarked
package dev.taskcast.http.exchange;

import org.jspecify.annotations.NullMarked;
