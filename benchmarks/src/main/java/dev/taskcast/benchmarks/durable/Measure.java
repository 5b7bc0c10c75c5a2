package dev.taskcast.benchmarks.durable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is measured. */
enum Measure {
    EXECUTE(
            "execute",
            "jobs that wait, executed by one process with 50 slots, from the first job to the last recorded"),
    EACH("submit", "50 callers, each answered once its job is stored"),
    BATCHES("submit", "one caller, in batches of 1,000"),
    ALONE("submit", "one caller, job by job"),
    EMBEDDED("embedded", "jobs that wait, executed by one process on its own file (H2 does not fsync)"),
    EMBEDDED_FLOW("embedded", "submitted in batches and executed meanwhile by one process on its own file"),
    LATENCY("latency", "from submit to handler, nothing else to do");

    private final String group;
    private final String title;

    Measure(String group, String title) {
        this.group = group;
        this.title = title;
    }

    /** Its words in a table. */
    String title() {
        return title;
    }

    /** What the measuring process calls it. */
    String step() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the jobs are there before, and only their execution is measured. */
    boolean isExecution() {
        return this == EXECUTE || this == EMBEDDED;
    }

    boolean isEmbedded() {
        return this == EMBEDDED || this == EMBEDDED_FLOW;
    }

    /** All of a group, or the one of this step. */
    static List<Measure> named(String name) {
        List<Measure> named = Arrays.stream(values())
                .filter(measure -> measure.group.equals(name) || measure.step().equals(name))
                .toList();
        if (named.isEmpty()) {
            throw new IllegalArgumentException("measure must be known, got: " + name);
        }
        return named;
    }
}
