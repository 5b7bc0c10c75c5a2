package dev.taskcast.testkit.store;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.PagePlace;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a question means, in the plainest way: look at each task, then sort. Shares no code with those who are compared with it. */
final class NaiveFinder {
    /** A task that matches, and where it stands. */
    record Match(TaskRow row, PagePlace place) {}

    private NaiveFinder() {}

    /** All that match, on all pages, from the beginning or a place on. */
    static List<Match> all(List<TaskRow> rows, TaskQuery query, @Nullable PagePlace after) {
        List<Match> matches = new ArrayList<>();
        for (TaskRow row : rows) {
            Long value = value(row, query);
            if (value != null && matches(row, query)) {
                matches.add(new Match(row, new PagePlace(value, row.created())));
            }
        }
        Comparator<PagePlace> up = Comparator.comparingLong(PagePlace::value).thenComparingLong(PagePlace::created);
        Comparator<PagePlace> order = query.sort().isDescending() ? Collections.reverseOrder(up) : up;
        matches.sort(Comparator.comparing(Match::place, order));
        if (after != null) {
            matches.removeIf(match -> order.compare(match.place(), after) <= 0);
        }
        return matches;
    }

    private static @Nullable Long value(TaskRow row, TaskQuery query) {
        return switch (query.sort()) {
            case CREATED, CREATED_DESC -> row.created();
            case STARTED, STARTED_DESC -> startedAt(row.state());
            case ENDED, ENDED_DESC -> endedAt(row.state());
            case DURATION, DURATION_DESC -> {
                Long started = startedAt(row.state());
                Long ended = endedAt(row.state());
                yield started == null || ended == null ? null : ended - started;
            }
        };
    }

    private static @Nullable Long startedAt(TaskState state) {
        return switch (state) {
            case TaskState.Pending pending -> null;
            case TaskState.Running running -> running.startedAt();
            case TaskState.Terminal ended -> ended.startedAt() == 0 ? null : (Long) ended.startedAt();
        };
    }

    private static @Nullable Long endedAt(TaskState state) {
        return state instanceof TaskState.Terminal ended ? (Long) ended.lastRun() : null;
    }

    private static boolean matches(TaskRow row, TaskQuery query) {
        TaskState state = row.state();
        TaskIdentity who = state.identity();
        String queue = who.turn().queue();
        String kind = state instanceof TaskState.Failed failed ? failed.kind() : null;
        return isAny(query.ids(), who.id())
                && isAny(query.types(), who.type())
                && isAny(query.owners(), who.owner())
                && isAny(query.queues(), queue == null ? "" : queue)
                && isAny(query.keys(), who.turn().key())
                && isAny(query.errorKinds(), kind)
                && (query.statuses().isEmpty() || query.statuses().contains(state.status()))
                && (query.tags().isEmpty() || !Collections.disjoint(query.tags(), who.tags()))
                && isInTime(row, query)
                && hasText(state, query.text());
    }

    private static boolean isAny(Set<String> wanted, @Nullable String value) {
        return wanted.isEmpty() || (value != null && wanted.contains(value));
    }

    private static boolean isInTime(TaskRow row, TaskQuery query) {
        Long millis = switch (query.sort()) {
            case CREATED, CREATED_DESC -> (Long) row.createdAt();
            case STARTED, STARTED_DESC -> startedAt(row.state());
            case ENDED, ENDED_DESC, DURATION, DURATION_DESC -> endedAt(row.state());
        };
        if (millis == null) {
            return query.since() == null && query.until() == null;
        }
        Instant time = Instant.ofEpochMilli(millis);
        return (query.since() == null || !time.isBefore(query.since()))
                && (query.until() == null || time.isBefore(query.until()));
    }

    private static boolean hasText(TaskState state, @Nullable String text) {
        if (text == null) {
            return true;
        }
        String error = state instanceof TaskState.Failed failed ? failed.error() : "";
        String title = state.identity().title();
        String words = text.toLowerCase(Locale.ROOT);
        return state.id().toLowerCase(Locale.ROOT).contains(words)
                || (title != null && title.toLowerCase(Locale.ROOT).contains(words))
                || error.toLowerCase(Locale.ROOT).contains(words);
    }
}
