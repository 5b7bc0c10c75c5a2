package dev.taskcast.log;

import dev.taskcast.lifecycle.TaskRow;
import java.util.List;

/**
 * Some of the tasks that there are, in the order of their registration.
 *
 * @param rows the tasks as they are
 * @param last the {@code created} of the last of them, to read on from
 * @param atEnd whether there are no more
 * @param end the end of the log at this moment: what a reader of these rows has not missed
 */
public record Members(List<TaskRow> rows, long last, boolean atEnd, Cursor end) {}
