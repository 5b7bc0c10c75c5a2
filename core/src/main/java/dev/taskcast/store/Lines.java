package dev.taskcast.store;

import java.util.List;

/**
 * Some lines in a row that a run has logged.
 *
 * @param created which task, by the position of the event that made it
 * @param run which run of it
 * @param from the number of the first, from 1
 * @param lines the lines
 */
public record Lines(long created, int run, long from, List<String> lines) {}
