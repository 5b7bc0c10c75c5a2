package dev.taskcast.http.exchange;

/**
 * What the streams of an endpoint do, and have done since it was made. Of one node: each knows its own streams. Immutable.
 *
 * @param open how many there are now
 * @param frames how many pieces of one or more messages were given to be sent, heartbeats aside
 * @param bytes how long these were together
 * @param merged how often a stream was too slow to be told of each change, and got the newest states from there on
 * @param resets how often a stream had to begin anew
 * @param lag how many transitions the one is behind that is furthest behind; 0 where none is, and for one that is just being told of all tasks
 */
public record StreamStats(int open, long frames, long bytes, long merged, long resets, long lag) {}
