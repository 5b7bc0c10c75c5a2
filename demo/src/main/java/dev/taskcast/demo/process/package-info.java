/** JVMs that the demo starts, and what ends them. */
@NullMarked
package dev.taskcast.demo.process;

import org.jspecify.annotations.NullMarked;
