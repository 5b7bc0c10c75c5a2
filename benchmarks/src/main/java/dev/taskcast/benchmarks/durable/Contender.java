package dev.taskcast.benchmarks.durable;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A job queue, or a bound for job queues, that is measured in processes of its own. */
interface Contender {

    /** Its name in the tables. */
    String label();

    /** What it can be measured at. */
    Set<Measure> measures();

    /** Makes it ready to be measured; called once. */
    default void install() throws Exception {}

    /** Why it can't be measured on this machine; empty if it can. */
    default Optional<String> obstacle() {
        return Optional.empty();
    }

    /** Which part of the jobs it is given: slow ones would take minutes for all of them. */
    default double share(Measure measure) {
        return 1;
    }

    /** Measures once: figures by name, such as {@code jobs/s} or {@code p99-ms}. */
    Map<String, Double> measure(Measure measure, Place place, Load load) throws Exception;
}
