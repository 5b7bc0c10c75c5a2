package dev.taskcast.queue;

import org.jspecify.annotations.Nullable;

/**
 * Where a task stands that waits.
 *
 * @param why what it waits for
 * @param by the limit that holds it up; null where it is none
 * @param position its place: 1 is next, 0 where its time has not come
 * @param startsAt when it will probably start, in milliseconds of the store's clock, coarse; 0 where nobody can tell
 */
public record LinePlace(Why why, @Nullable LimitOf by, int position, long startsAt) {}
