package dev.taskcast.benchmarks.stream;

/** The frames of servers that have no tasks: the bytes that Taskcast would send, about 170 each. */
final class Text {

    static final String READY = "id: 196743234838529\ndata: {\"type\":\"ready\",\"now\":1795492955890}\n\n";

    private Text() {}

    /** What a message begins with: the time, for the viewers to compare with theirs. */
    static String stamp() {
        return "@" + System.nanoTime();
    }

    static String taskId(int task) {
        return "task-" + task;
    }

    /** The data of an event. */
    static String update(int task) {
        return """
                {"type":"update","taskId":"%1$s","state":{"id":"%1$s","status":"running","run":1,\
                "startedAt":1795492929890,"progress":{"message":"%2$s"}}}\
                """.formatted(taskId(task), stamp());
    }

    static String frame(int task) {
        return "id: 196743234838529\ndata: " + update(task) + "\n\n";
    }

    /** A task in a dump. */
    static String init(int task) {
        return "data: {\"type\":\"init\",\"task\":{\"id\":\"idle-" + task + "\",\"status\":\"pending\"}}\n\n";
    }
}
