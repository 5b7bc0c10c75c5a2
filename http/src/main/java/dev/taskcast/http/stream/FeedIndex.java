package dev.taskcast.http.stream;

import dev.taskcast.http.filter.Filter;
import dev.taskcast.log.Event;
import dev.taskcast.task.TaskIdentity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which feeds want a task, by what they ask for: the ids of tasks, or else owners, or else tags, or else types; and which want it
 * because their viewer sees it. Not thread-safe.
 */
final class FeedIndex {
    private final Set<Feed> feeds = new HashSet<>();
    private final Set<Feed> ofEveryTask = new HashSet<>();
    private final Map<String, Set<Feed>> byTask = new HashMap<>();
    private final Map<String, Set<Feed>> byOwner = new HashMap<>();
    private final Map<String, Set<Feed>> byTag = new HashMap<>();
    private final Map<String, Set<Feed>> byType = new HashMap<>();
    private final Map<Long, Set<Feed>> bySight = new HashMap<>(); // narrow feeds, by where the task was made

    boolean isEmpty() {
        return feeds.isEmpty();
    }

    /** Whether some of them name tasks or owners. */
    boolean hasNaming() {
        return !byTask.isEmpty() || !byOwner.isEmpty();
    }

    /** Whether some of them name neither. */
    boolean hasOthers() {
        return !ofEveryTask.isEmpty() || !byTag.isEmpty() || !byType.isEmpty();
    }

    void forEach(Consumer<Feed> each) {
        feeds.forEach(each);
    }

    void add(Feed feed) {
        feeds.add(feed);
        Filter filter = feed.filter();
        if (!filter.tasks().isEmpty()) {
            filter.tasks().forEach(id -> put(byTask, id, feed));
        } else if (!filter.owners().isEmpty()) {
            filter.owners().forEach(owner -> put(byOwner, owner, feed));
        } else if (!filter.tags().isEmpty()) {
            filter.tags().forEach(tag -> put(byTag, tag, feed));
        } else if (!filter.types().isEmpty()) {
            filter.types().forEach(type -> put(byType, type, feed));
        } else {
            ofEveryTask.add(feed);
        }
    }

    void remove(Feed feed) {
        feeds.remove(feed);
        ofEveryTask.remove(feed);
        Filter filter = feed.filter();
        filter.tasks().forEach(id -> take(byTask, id, feed));
        filter.owners().forEach(owner -> take(byOwner, owner, feed));
        filter.tags().forEach(tag -> take(byTag, tag, feed));
        filter.types().forEach(type -> take(byType, type, feed));
    }

    void see(Feed feed, long created) {
        put(bySight, created, feed);
    }

    void forget(Feed feed, long created) {
        take(bySight, created, feed);
    }

    private static <K> void put(Map<K, Set<Feed>> index, K key, Feed feed) {
        index.computeIfAbsent(key, made -> new HashSet<>(2)).add(feed);
    }

    private static <K> void take(Map<K, Set<Feed>> index, K key, Feed feed) {
        index.computeIfPresent(key, (same, of) -> {
            of.remove(feed);
            return of.isEmpty() ? null : of;
        });
    }

    /**
     * Finds those who want an event, some perhaps twice.
     *
     * @param isNew whether viewers may have to be asked about its task
     */
    void match(Event event, boolean isNew, Consumer<Feed> then) {
        match(event.identity(), event.created(), isNew, then);
    }

    /** Finds those who want a task, some perhaps twice. */
    void match(TaskIdentity task, long created, boolean isNew, Consumer<Feed> then) {
        match(ofEveryTask, task, isNew, then);
        match(byTask.get(task.id()), task, isNew, then);
        match(byType.get(task.type()), task, isNew, then);
        if (task.owner() != null) {
            match(byOwner.get(task.owner()), task, isNew, then);
        }
        if (!byTag.isEmpty()) {
            task.tags().forEach(tag -> match(byTag.get(tag), task, isNew, then));
        }
        Set<Feed> seeing = bySight.get(created);
        if (seeing != null) {
            seeing.forEach(then);
        }
    }

    private static void match(@Nullable Set<Feed> wanting, TaskIdentity task, boolean isNew, Consumer<Feed> then) {
        if (wanting != null) {
            for (Feed feed : wanting) {
                if ((isNew || !feed.isNarrow) && feed.filter().matches(task)) {
                    then.accept(feed);
                }
            }
        }
    }
}
