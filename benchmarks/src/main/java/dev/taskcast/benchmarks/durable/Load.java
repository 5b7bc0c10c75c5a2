package dev.taskcast.benchmarks.durable;

/**
 * How much one measurement does.
 *
 * @param warmUp jobs that come first and are not measured: a JVM is slow until it has compiled what it runs
 * @param jobs those that are measured
 */
record Load(int warmUp, int jobs) {

    /** A part of it, for what is slow; at least one job. */
    Load part(double share) {
        return new Load((int) (share * warmUp), Math.max(1, (int) (share * jobs)));
    }

    int all() {
        return warmUp + jobs;
    }
}
