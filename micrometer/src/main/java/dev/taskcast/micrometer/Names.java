package dev.taskcast.micrometer;

import dev.taskcast.task.TaskIdentity;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The values that a tag has had. There are not more than a bound: what comes after that is told of together, so that nobody fills a registry
 * who can choose the name of a queue. Thread-safe.
 */
final class Names {
    /** Stands for all that came when there were as many as there may be. */
    static final String OTHER = "(other)";
    /** The queue without a name. Registries for which an empty value is none would lose it. */
    static final String DEFAULT = "(default)";

    private final int most;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    Names(int most) {
        this.most = most;
    }

    static String queueOf(TaskIdentity task) {
        return queue(task.turn().queue());
    }

    static String queue(@Nullable String name) {
        return name == null || name.isEmpty() ? DEFAULT : name;
    }

    /** The name itself, or {@link #OTHER}. Of names that come at the same time a few more may be known. */
    String bounded(String name) {
        if (known.contains(name)) {
            return name;
        }
        if (known.size() >= most) {
            return OTHER;
        }
        known.add(name);
        return name;
    }
}
