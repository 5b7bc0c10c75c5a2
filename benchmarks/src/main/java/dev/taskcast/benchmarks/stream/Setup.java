package dev.taskcast.benchmarks.stream;

import java.util.List;

/**
 * What a server is to have.
 *
 * @param running tasks that run, and report what is published
 * @param registered tasks that are only there
 * @param intervalMillis the manager's progress interval; with 0 each report is an event with a position
 * @param buffer how many events a reconnect may have missed
 */
record Setup(int running, int registered, long intervalMillis, int buffer) {

    /** One task, each report an event. */
    static final Setup ONE = new Setup(1, 0, 0, 1_000);

    Setup withRegistered(int count) {
        return new Setup(running, count, intervalMillis, buffer);
    }

    Setup withBuffer(int events) {
        return new Setup(running, registered, intervalMillis, events);
    }

    List<String> words() {
        return List.of(
                String.valueOf(running),
                String.valueOf(registered),
                String.valueOf(intervalMillis),
                String.valueOf(buffer));
    }

    /** From the words behind the contender's name. */
    static Setup parse(String... args) {
        return new Setup(
                Integer.parseInt(args[1]),
                Integer.parseInt(args[2]),
                Long.parseLong(args[3]),
                Integer.parseInt(args[4]));
    }
}
