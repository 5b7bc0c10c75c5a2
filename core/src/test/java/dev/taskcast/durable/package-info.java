/** What a durable store gives: nothing that was acknowledged is lost. */
@NullMarked
package dev.taskcast.durable;

import org.jspecify.annotations.NullMarked;
