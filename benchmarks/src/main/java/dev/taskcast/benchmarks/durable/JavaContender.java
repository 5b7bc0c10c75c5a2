package dev.taskcast.benchmarks.durable;

import dev.taskcast.benchmarks.process.Child;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A queue that runs in a JVM: each measurement has JVMs of its own. */
record JavaContender(String label, Set<Measure> measures, double pace, JobQueue.Opener opener) implements Contender {

    static final List<JavaContender> ALL = List.of(
            new JavaContender("taskcast", EnumSet.allOf(Measure.class), 1, TaskcastQueue::new),
            new JavaContender(
                    "taskcast, limits", EnumSet.of(Measure.EXECUTE, Measure.LATENCY), 1, TaskcastQueue::withLimits),
            new JavaContender("db-scheduler", EnumSet.allOf(Measure.class), 0.1, DbSchedulerQueue::new),
            new JavaContender("jobrunr", EnumSet.allOf(Measure.class), 0.03, JobRunrQueue::new),
            new JavaContender(
                    "(bound) insert",
                    EnumSet.of(Measure.EACH, Measure.BATCHES, Measure.ALONE),
                    0.25,
                    InsertQueue::new));

    private static final List<String> FLAGS = List.of("-Xms1g", "-Xmx1g");

    /** The one of this label. */
    static JavaContender of(String label) {
        return ALL.stream()
                .filter(contender -> contender.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("label must be known, got: " + label));
    }

    @Override
    public double share(Measure measure) {
        return pace;
    }

    @Override
    public Map<String, Double> measure(Measure measure, Place place, Load load) throws Exception {
        if (measure.isExecution()) {
            run("fill", place, load);
            PostgresServer.settle(place);
        }
        return run(measure.step(), place, load);
    }

    private Map<String, Double> run(String step, Place place, Load load) throws Exception {
        return Child.java(FLAGS, QueueMain.class, words(step, place, load)).figures();
    }

    private List<String> words(String step, Place place, Load load) {
        return List.of(label, step, place.word(), String.valueOf(load.warmUp()), String.valueOf(load.jobs()));
    }
}
