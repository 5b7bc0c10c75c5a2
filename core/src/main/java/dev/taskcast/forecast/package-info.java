/** How long a run will still take: what is measured of it, and what earlier runs of its type were like. Needs no other package. */
@NullMarked
package dev.taskcast.forecast;

import org.jspecify.annotations.NullMarked;
