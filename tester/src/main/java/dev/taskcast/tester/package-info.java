/** For tests of tasks, in whichever test framework. */
@NullMarked
package dev.taskcast.tester;

import org.jspecify.annotations.NullMarked;
