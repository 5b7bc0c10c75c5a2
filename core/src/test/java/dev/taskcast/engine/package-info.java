/** What an engine has beside its store. */
@NullMarked
package dev.taskcast.engine;

import org.jspecify.annotations.NullMarked;
