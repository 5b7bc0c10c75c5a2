package dev.taskcast.client;

/** Messages of the stream, for tests. */
final class Json {
    static final String READY = "{\"type\":\"ready\"}";
    static final String RESET = "{\"type\":\"reset\"}";

    private Json() {}

    static String ready(int id) {
        return id + " " + READY;
    }

    static String init(String state) {
        return "{\"type\":\"init\",\"task\":" + state + "}";
    }

    static String update(String state) {
        return "{\"type\":\"update\",\"taskId\":\"x\",\"state\":" + state + "}";
    }

    static String remove(String id) {
        return "{\"type\":\"remove\",\"taskId\":\"" + id + "\"}";
    }

    static String pending(String id) {
        return "{\"id\":\"" + id + "\",\"status\":\"pending\"}";
    }

    static String running(String id, int current) {
        return running(id, 1, current, 100, "");
    }

    static String running(String id, int run, int current, int total, String more) {
        return "{\"id\":\"" + id + "\",\"status\":\"running\",\"run\":" + run + ",\"startedAt\":1" + more
                + ",\"progress\":{\"message\":\"x\",\"current\":" + current + ",\"total\":" + total + "}}";
    }

    static String completed(String id) {
        return "{\"id\":\"" + id + "\",\"status\":\"completed\",\"run\":1,\"startedAt\":1,\"lastRun\":2}";
    }

    static String list(String position, String... states) {
        return "{\"tasks\":[" + String.join(",", states) + "],\"position\":\"" + position + "\",\"now\":1000000000000}";
    }
}
