package dev.taskcast.http.stream;

import dev.taskcast.http.access.Viewer;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.Cursor;
import dev.taskcast.log.Event;
import dev.taskcast.log.Members;
import dev.taskcast.log.Read;
import dev.taskcast.log.ReadableLog;
import dev.taskcast.log.RestingRows;
import dev.taskcast.task.TaskIdentity;
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
 * Which tasks one viewer sees: what each is, by the position that the task was made at, asked once and then known until
 * access is checked again, or the task is woken. The viewer is asked on request threads (it may block); what was learned is taken over on the
 * session's thread. One question is under way at a time.
 */
final class Visibility {
    private static final int PIECE = 256;

    private final ReadableLog log;
    private final Sight sight;
    private final Viewer viewer;
    private final @Nullable Cursor from; // of a replay, which also tells of tasks that are gone by now

    // Of the session's thread; read by the question under way, during which they don't change.
    private Map<Long, TaskIdentity> visible = new HashMap<>(); // by created; also of tasks that rest by now
    private long knownUpTo;

    Visibility(ReadableLog log, Sight sight, Viewer viewer, @Nullable Cursor from) {
        this.log = log;
        this.sight = sight;
        this.viewer = viewer;
        this.from = from;
    }

    /** Whether the viewer was asked about a task; not where it may have rested then. */
    boolean knows(long created) {
        return created <= knownUpTo && !log.isWokenAfter(created, knownUpTo);
    }

    boolean sees(long created) {
        return visible.containsKey(created);
    }

    /** The ids of what the viewer sees of the tasks that were made up to a position. */
    Set<String> ids(long upTo) {
        Set<String> ids = new HashSet<>();
        visible.forEach((created, identity) -> {
            if (created <= upTo) {
                ids.add(identity.id());
            }
        });
        return ids;
    }

    /** What was learned of the tasks made up to a position; of all of them, or only of those made after what was known. */
    record Learned(long upTo, boolean all, Map<Long, TaskIdentity> visible) {}

    /**
     * Asks about tasks that were made since, or have been woken. For a request thread.
     *
     * @param place how far the session has read: what it has still to read may be of tasks that are not held any more
     */
    Learned ask(Cursor place) {
        return ask(knownUpTo, false, place);
    }

    /**
     * Asks about all tasks again, those included that rest by now and that the viewer has seen. For a request thread.
     *
     * @param place as above
     */
    Learned askAgain(Cursor place) {
        return ask(0, true, place);
    }

    private Learned ask(long after, boolean all, Cursor place) {
        long upTo = log.head(); // whatever was made before is either found, or told of by what is still to be read
        Map<Long, TaskIdentity> found = new HashMap<>();
        Map<Long, TaskIdentity> notHeld = new HashMap<>(all ? visible : Map.of());
        unread(knownUpTo == 0 && from != null ? from : place, upTo, all, notHeld);
        Members piece;
        do {
            piece = sight.members(after);
            for (TaskRow row : piece.rows()) {
                notHeld.remove(row.created());
                ask(row.created(), row.state().identity(), found);
            }
            after = piece.last();
        } while (!piece.atEnd());
        notHeld.forEach((created, identity) -> ask(created, identity, found));
        if (!all) {
            log.wokenAfter(knownUpTo)
                    .forEach(row -> ask(row.created(), row.state().identity(), found));
        }
        return new Learned(Math.max(upTo, after), all, found);
    }

    /** The tasks of which there is something to read, and that it is not known of whether the viewer sees them. */
    private void unread(Cursor begin, long upTo, boolean all, Map<Long, TaskIdentity> into) {
        Cursor cursor = new Cursor(begin.position(), Cursor.NO_TICKS);
        while (cursor.position() < upTo && log.read(cursor, PIECE) instanceof Read.Exact exact) {
            for (Event event : exact.events()) {
                if (all || !knows(event.created())) {
                    into.put(event.created(), event.identity());
                }
            }
            cursor = exact.next();
        }
    }

    /** Asks about tasks that rest and that the viewer has named, before the session begins. For a request thread. */
    void ask(RestingRows named) {
        named.rows().forEach(row -> ask(row.created(), row.state().identity(), visible));
        sight.changed(List.of(), visible.keySet(), visible.keySet());
    }

    private void ask(long created, TaskIdentity identity, Map<Long, TaskIdentity> found) {
        if (sight.filter().matches(identity) && viewer.canSee(identity)) {
            found.put(created, identity);
        }
    }

    /** The changes for a viewer who had been shown all that was visible: tasks lost by their ids, then tasks gained. */
    void take(Learned learned, BiConsumer<Map<Long, String>, List<Long>> changes) {
        Map<Long, String> lost = new TreeMap<>();
        List<Long> gained = new ArrayList<>();
        Set<Long> before = new HashSet<>(learned.all() ? visible.keySet() : Set.of());
        if (learned.all()) {
            visible.forEach((created, identity) -> {
                if (!learned.visible().containsKey(created)) {
                    lost.put(created, identity.id());
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
