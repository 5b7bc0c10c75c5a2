/** Tasks in the context of log lines, by SLF4J. */
@NullMarked
package dev.taskcast.slf4j;

import org.jspecify.annotations.NullMarked;
