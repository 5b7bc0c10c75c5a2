package dev.taskcast.durable;

import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What {@link FaultsTest} knows from outside: what was asked for and acknowledged, and what handlers did. Thread-safe. */
final class FaultyFacts {
    /** The checkpoint of a run. */
    record Mark(int run, int value) {}

    /** Submitted tasks of which somebody knows, by id. */
    final Map<String, FaultyKind> acknowledged = new ConcurrentHashMap<>();
    /** Tasks whose cancel was acknowledged. */
    final Set<String> canceled = ConcurrentHashMap.newKeySet();
    /** Tasks that somebody has tried to cancel. */
    final Set<String> cancelTried = ConcurrentHashMap.newKeySet();
    /** Starts of registered tasks that were acknowledged, or may have happened. */
    final Map<String, Integer> starts = new ConcurrentHashMap<>();
    /** Handlers that have begun, by task. */
    final Map<String, Integer> begun = new ConcurrentHashMap<>();
    /** Handlers that have begun, by submitted task and run. */
    final Map<String, Integer> begunByRun = new ConcurrentHashMap<>();
    /** The run that has noted its step, by submitted task. */
    final Map<String, Integer> noted = new ConcurrentHashMap<>();
    /** The newest checkpoint, by submitted task. */
    final Map<String, Mark> checkpoints = new ConcurrentHashMap<>();
    /** The items that were gone through, by submitted task. */
    final Map<String, Set<Integer>> items = new ConcurrentHashMap<>();
    /** What must not be. */
    final Queue<String> problems = new ConcurrentLinkedQueue<>();

    void problem(String problem) {
        problems.add(problem);
    }

    void began(String id, int run, boolean submitted) {
        begun.merge(id, 1, Integer::sum);
        if (submitted) {
            begunByRun.merge(id + " run " + run, 1, Integer::sum);
        }
    }

    /** A step of a submitted task is about to be done. */
    void step(String id, int run) {
        Integer before = noted.get(id);
        if (before != null && run > before) {
            problem("the step of " + id + " was noted by run " + before + " and done again by run " + run);
        }
    }

    void checkpointed(String id, Mark mark) {
        checkpoints.merge(id, mark, (old, now) -> now.run() >= old.run() ? now : old);
    }

    /** A run has found a checkpoint. */
    void resumed(String id, int run, int found) {
        Mark before = checkpoints.get(id);
        if (before != null && run > before.run() && found < before.value()) {
            problem("run " + run + " of " + id + " goes on from " + found + ", got after " + before);
        }
    }
}
