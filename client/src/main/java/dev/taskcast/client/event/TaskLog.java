package dev.taskcast.client.event;

import java.util.List;

/**
 * Lines that a run has logged.
 *
 * @param run the number of the run, from 1; 0 where the task has never been started
 * @param from the number of the first of the lines, within the run
 * @param lines in their order; text, which may hold HTML. Immutable
 * @param next where there are more: the number of the last of these lines, to ask for those after it; else 0
 */
public record TaskLog(int run, long from, List<String> lines, long next) {
    /** Makes the lines immutable. */
    public TaskLog {
        lines = List.copyOf(lines);
    }
}
