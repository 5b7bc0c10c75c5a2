package dev.taskcast.http.stream;

import dev.taskcast.http.access.Viewer;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.Event;
import dev.taskcast.log.Members;
import dev.taskcast.log.Read;
import dev.taskcast.log.ReadableLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks one viewer sees: a bit for each, by the position that the task was made at, asked once and then known until
 * access is checked again. The viewer is asked on request threads (it may block); what was learned is taken over on the
 * session's thread. One question is under way at a time.
 */
final class Visibility {
    private static final int PIECE = 256;

    private final ReadableLog log;
    private final Sight sight;
    private final Viewer viewer;
    private final @Nullable Cursor from; // of a replay, which also tells of tasks that are gone by now

    // Of the session's thread; read by the question under way, during which they don't change.
    private Map<Long, String> visible = new HashMap<>(); // created -> id
    private long knownUpTo;

    Visibility(ReadableLog log, Sight sight, Viewer viewer, @Nullable Cursor from) {
        this.log = log;
        this.sight = sight;
        this.viewer = viewer;
        this.from = from;
    }

    /** Whether the viewer was asked about a task. */
    boolean knows(long created) {
        return created <= knownUpTo;
    }

    boolean sees(long created) {
        return visible.containsKey(created);
    }

    /** The ids of what the viewer sees of the tasks that were made up to a position. */
    Set<String> ids(long upTo) {
        Set<String> ids = new HashSet<>();
        visible.forEach((created, id) -> {
            if (created <= upTo) {
                ids.add(id);
            }
        });
        return ids;
    }

    /** What was learned of the tasks made up to a position; of all of them, or only of those made after what was known. */
    record Learned(long upTo, boolean all, Map<Long, String> visible) {}

    /** Asks about tasks that were made since. For a request thread. */
    Learned ask() {
        return ask(knownUpTo, false);
    }

    /** Asks about all tasks again. For a request thread. */
    Learned askAgain() {
        return ask(0, true);
    }

    private Learned ask(long after, boolean all) {
        long upTo = log.head(); // whatever was made before is either found, or gone for good
        Map<Long, String> found = new HashMap<>();
        Members piece;
        do {
            piece = sight.members(after);
            for (TaskRow row : piece.rows()) {
                if (sight.filter().matches(row.state().identity())
                        && viewer.canSee(row.state().identity())) {
                    found.put(row.created(), row.id());
                }
            }
            after = piece.last();
        } while (!piece.atEnd());
        if (knownUpTo == 0 && from != null) {
            askOfGone(from, upTo, found);
        }
        return new Learned(Math.max(upTo, after), all, found);
    }

    private void askOfGone(Cursor begin, long upTo, Map<Long, String> found) {
        Set<Long> asked = new HashSet<>(found.keySet());
        Cursor cursor = new Cursor(begin.position(), Cursor.NO_TICKS);
        while (cursor.position() < upTo && log.read(cursor, PIECE) instanceof Read.Exact exact) {
            for (Event event : exact.events()) {
                if (asked.add(event.created())
                        && sight.filter().matches(event.identity())
                        && viewer.canSee(event.identity())) {
                    found.put(event.created(), event.identity().id());
                }
            }
            cursor = exact.next();
        }
    }

    /** The changes for a viewer who had been shown all that was visible: tasks lost by their ids, then tasks gained. */
    void take(Learned learned, BiConsumer<Map<Long, String>, List<Long>> changes) {
        Map<Long, String> lost = new TreeMap<>();
        List<Long> gained = new ArrayList<>();
        Set<Long> before = new HashSet<>(learned.all() ? visible.keySet() : Set.of());
        if (learned.all()) {
            visible.forEach((created, id) -> {
                if (!learned.visible().containsKey(created)) {
                    lost.put(created, id);
                }
            });
            learned.visible().keySet().stream()
                    .filter(created -> !before.contains(created) && created <= knownUpTo)
                    .sorted()
                    .forEach(gained::add);
            visible = new HashMap<>(learned.visible());
        } else {
            visible.putAll(learned.visible());
        }
        List<Long> found = new ArrayList<>(learned.visible().keySet());
        found.removeIf(before::contains);
        sight.changed(lost.keySet(), found, visible.keySet());
        knownUpTo = Math.max(knownUpTo, learned.upTo());
        changes.accept(lost, gained);
    }

    /** The task is gone. */
    void forget(long created) {
        if (visible.remove(created) != null) {
            sight.gone(created);
        }
    }

    /** All tasks that the viewer sees, by where they were made. */
    Set<Long> seen() {
        return visible.keySet();
    }
}
