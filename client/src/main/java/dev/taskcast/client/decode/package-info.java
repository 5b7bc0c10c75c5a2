/** Reads what frames and answers say: messages and states, of JSON. */
@NullMarked
package dev.taskcast.client.decode;

import org.jspecify.annotations.NullMarked;
