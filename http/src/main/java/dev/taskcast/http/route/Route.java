package dev.taskcast.http.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a path leads. */
sealed interface Route {
    /** The stream of all tasks. */
    record Events() implements Route {}

    /** One task. */
    record Task(String id) implements Route {}

    /** Start a task. */
    record Start(String id) implements Route {}

    /** Cancel a task. */
    record Cancel(String id) implements Route {}

    /** Nowhere. */
    record None() implements Route {}

    /** The methods that it has, as the Allow header says it. */
    default String methods() {
        return switch (this) {
            case Events events -> "GET";
            case Task task -> "GET, HEAD";
            case Start start -> "POST";
            case Cancel cancel -> "POST";
            case None none -> "";
        };
    }

    /** Whether it has a method. */
    default boolean has(String method) {
        return List.of(methods().split(", ", -1)).contains(method);
    }

    /**
     * Finds the route of a path.
     *
     * @param rest the path after the endpoint's own, percent-encoded
     */
    static Route of(String rest) {
        String[] segments = rest.split("/", -1);
        if (segments.length < 2 || !segments[0].isEmpty() || segments[1].isEmpty()) {
            return new None();
        }
        String first = segments[1];
        return switch (segments.length) {
            case 2 ->
                switch (first) {
                    case "events" -> new Events();
                    case "board", "tickets", "client" -> new None(); // of capabilities that have not come yet
                    default -> new Task(first);
                };
            case 3 ->
                switch (segments[2]) {
                    case "start" -> new Start(first);
                    case "cancel" -> new Cancel(first);
                    default -> new None();
                };
            default -> new None();
        };
    }

    /** The task that it is about, percent-encoded; null where it is about none. */
    default @Nullable String encodedId() {
        return switch (this) {
            case Task task -> task.id();
            case Start start -> start.id();
            case Cancel cancel -> cancel.id();
            case Events events -> null;
            case None none -> null;
        };
    }
}
