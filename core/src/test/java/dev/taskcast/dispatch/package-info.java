/** Tests of what decides which task begins next. */
@NullMarked
package dev.taskcast.dispatch;

import org.jspecify.annotations.NullMarked;
