/** What users of the client see: states of the connection, messages, lines, errors. */
@NullMarked
package dev.taskcast.client.event;

import org.jspecify.annotations.NullMarked;
