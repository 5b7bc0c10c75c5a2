/**
 * What users write against and what viewers see: a task's state, its handler, its options. Values and interfaces only;
 * every other package may use them, they use none but the codec and the port to cron.
 */
@NullMarked
package dev.taskcast.task;

import org.jspecify.annotations.NullMarked;
