package dev.taskcast.store.jdbc;

/**
 * How this node's appends to the journal have gone, since the store was opened. Immutable.
 *
 * @param appends how many batches were given to the database, the refused ones included
 * @param refused how many of them were not kept, since another node was faster: they were decided once more
 * @param turns how often this node has had the turn to append, see {@code docs/scaling.md}; 0 where it was alone
 * @param missedTurns how often it has waited for that for 50 ms, in vain
 */
public record HeadStats(long appends, long refused, long turns, long missedTurns) {}
