/** What stands between a server and whoever watches its tasks: a class for each question. */
@NullMarked
package dev.taskcast.cli.doctor;

import org.jspecify.annotations.NullMarked;
