package dev.taskcast.http.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a path leads. */
sealed interface Route {
    /** The list of tasks, and where they are submitted. */
    record Tasks() implements Route {}

    /** The stream. */
    record Events() implements Route {}

    /** Where tickets for streams are made. */
    record Tickets() implements Route {}

    /** One task; its id as it stands in the path. */
    record Task(String encoded) implements Route {}

    /** Start a task. */
    record Start(String encoded) implements Route {}

    /** Cancel a task. */
    record Cancel(String encoded) implements Route {}

    /** What a task's newest run logged. */
    record Log(String encoded) implements Route {}

    /** A file for browsers; its path below {@code client/}, which ends with {@code .js}. */
    record Client(String file) implements Route {}

    /** How many tasks are how. */
    record Stats() implements Route {}

    /** How many runs started and ended when. */
    record Series() implements Route {}

    /** The nodes on the store. */
    record Nodes() implements Route {}

    /** Nowhere. */
    record None() implements Route {}

    /** The methods that it has, as the Allow header says it. */
    default String methods() {
        return switch (this) {
            case Tasks tasks -> "GET, HEAD, POST";
            case Events events -> "GET";
            case Tickets tickets -> "POST";
            case Task task -> "GET, HEAD";
            case Start start -> "POST";
            case Cancel cancel -> "POST";
            case Log log -> "GET, HEAD";
            case Client client -> "GET, HEAD";
            case Stats stats -> "GET, HEAD";
            case Series series -> "GET, HEAD";
            case Nodes nodes -> "GET, HEAD";
            case None none -> "";
        };
    }

    /** Whether it has a method. */
    default boolean has(String method) {
        return List.of(methods().split(", ", -1)).contains(method);
    }

    /** The task that it is about, percent-encoded; null where it is about none. */
    default @Nullable String encodedId() {
        return switch (this) {
            case Task task -> task.encoded();
            case Start start -> start.encoded();
            case Cancel cancel -> cancel.encoded();
            case Log log -> log.encoded();
            case Tasks tasks -> null;
            case Events events -> null;
            case Tickets tickets -> null;
            case Client client -> null;
            case Stats stats -> null;
            case Series series -> null;
            case Nodes nodes -> null;
            case None none -> null;
        };
    }

    /**
     * Finds the route of a path.
     *
     * @param rest the path after the endpoint's own, percent-encoded
     */
    static Route of(String rest) {
        if (rest.isEmpty()) {
            return new Tasks();
        }
        String[] segments = rest.split("/", -1);
        if (segments.length < 2 || !segments[0].isEmpty() || segments[1].isEmpty()) {
            return new None();
        }
        String first = segments[1];
        if (first.equals("client") && rest.endsWith(".js")) {
            return new Client(rest.substring("/client/".length()));
        }
        return switch (segments.length) {
            case 2 ->
                switch (first) {
                    case "events" -> new Events();
                    case "tickets" -> new Tickets();
                    case "client", "board" -> new None(); // the board's page has not come yet
                    default -> new Task(first);
                };
            case 3 ->
                switch (segments[2]) {
                    case "start" -> new Start(first);
                    case "cancel" -> new Cancel(first);
                    case "log" -> new Log(first);
                    default -> new None();
                };
            case 4 -> first.equals("board") && segments[2].equals("api") ? ofBoard(segments[3]) : new None();
            default -> new None();
        };
    }

    private static Route ofBoard(String what) {
        return switch (what) {
            case "stats" -> new Stats();
            case "series" -> new Series();
            case "nodes" -> new Nodes();
            default -> new None();
        };
    }
}
