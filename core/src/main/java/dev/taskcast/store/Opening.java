package dev.taskcast.store;

import java.time.Duration;

/**
 * What a node says when it opens a store.
 *
 * @param node its name: another one each time, never used before
 * @param least where the positions of this life are to begin at the least: above all that an earlier life may have given
 *     after the moment that a backup is from
 * @param recent how many of the last transitions it wants to have
 * @param patience how long to wait for a store that can't be reached; zero fails at once
 */
public record Opening(String node, long least, int recent, Duration patience) {}
