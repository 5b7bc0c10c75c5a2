/** What is told to another server, which does not always answer. */
@NullMarked
package dev.taskcast.demo.webhooks;

import org.jspecify.annotations.NullMarked;
