package dev.taskcast.benchmarks.durable;

import dev.taskcast.benchmarks.process.Child;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A queue that runs in a JVM: each measurement has JVMs of its own. */
record JavaContender(String label, Set<Measure> measures, JobQueue.Opener opener) implements Contender {

    static final List<JavaContender> ALL = List.of(
            new JavaContender("taskcast", EnumSet.allOf(Measure.class), TaskcastQueue::new),
            new JavaContender("db-scheduler", EnumSet.allOf(Measure.class), DbSchedulerQueue::new),
            new JavaContender("jobrunr", EnumSet.allOf(Measure.class), JobRunrQueue::new),
            new JavaContender(
                    "(bound) insert", EnumSet.of(Measure.EACH, Measure.BATCHES, Measure.ALONE), InsertQueue::new));

    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx1g");

    /** The one of this label. */
    static JavaContender of(String label) {
        return ALL.stream()
                .filter(contender -> contender.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("label must be known, got: " + label));
    }

    @Override
    public Map<String, Double> measure(Measure measure, Place place, int jobs) throws Exception {
        if (measure == Measure.EXECUTE) {
            run("fill", place, jobs);
            PostgresServer.settle(place);
        }
        return run(measure.step(), place, jobs);
    }

    private Map<String, Double> run(String step, Place place, int jobs) throws Exception {
        return Child.java(FLAGS, QueueMain.class, List.of(label, step, place.word(), String.valueOf(jobs)))
                .figures();
    }
}
