package dev.taskcast.http.stream;

import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.filter.Filter;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.log.EventLog;
import dev.taskcast.log.Members;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Which tasks one viewer sees: a bit for each, by the position that the task was made at, asked once and then known until
 * access is checked again. The viewer is asked on request threads (it may block); what was learned is taken over on the
 * session's thread. One question is under way at a time.
 */
final class Visibility {
    private static final int PIECE = 256;

    private final EventLog log;
    private final Filter filter;
    private final Viewer viewer;

    // Of the session's thread; read by the question under way, during which they don't change.
    private Map<Long, String> visible = new HashMap<>(); // created -> id
    private long knownUpTo;

    Visibility(EventLog log, Filter filter, Viewer viewer) {
        this.log = log;
        this.filter = filter;
        this.viewer = viewer;
    }

    /** Whether the viewer was asked about a task. */
    boolean knows(long created) {
        return created <= knownUpTo;
    }

    boolean sees(long created) {
        return visible.containsKey(created);
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
            piece = log.members(after, PIECE);
            for (TaskRow row : piece.rows()) {
                if (filter.matches(row.state().identity())
                        && viewer.canSee(row.state().identity())) {
                    found.put(row.created(), row.id());
                }
            }
            after = piece.last();
        } while (!piece.atEnd());
        return new Learned(Math.max(upTo, after), all, found);
    }

    /** The changes for a viewer who had been shown all that was visible: ids lost, then tasks gained. */
    void take(Learned learned, BiConsumer<List<String>, List<Long>> changes) {
        List<String> lost = new ArrayList<>();
        List<Long> gained = new ArrayList<>();
        if (learned.all()) {
            Set<Long> before = new HashSet<>(visible.keySet());
            visible.forEach((created, id) -> {
                if (!learned.visible().containsKey(created)) {
                    lost.add(id);
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
        knownUpTo = Math.max(knownUpTo, learned.upTo());
        changes.accept(lost, gained);
    }

    /** The task is gone. */
    void forget(long created) {
        visible.remove(created);
    }
}
