/** The event loops: io_uring, epoll or the JDK's selector, whichever the machine has. */
@NullMarked
package dev.taskcast.server.transport;

import org.jspecify.annotations.NullMarked;
