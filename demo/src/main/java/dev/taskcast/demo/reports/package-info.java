/** Reports that are submitted with a payload, and whose they are. */
@NullMarked
package dev.taskcast.demo.reports;

import org.jspecify.annotations.NullMarked;
