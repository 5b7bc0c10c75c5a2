/** Tests. */
@NullMarked
package dev.taskcast.demo.webhooks;

import org.jspecify.annotations.NullMarked;
