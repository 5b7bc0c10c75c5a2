package dev.taskcast.benchmarks.durable;

import dev.taskcast.benchmarks.process.Numbers;
import dev.taskcast.queue.TaskQueue;
import java.util.ArrayList;
import java.util.List;

/** What it costs to claim a task while so many wait: taken out of the queue, and another one put in. Argument: rounds. */
final class ClaimCost {

    private static final int CLAIMS = 1_000_000;
    private static final int[] WAITING = {1_000, 1_000_000};

    private ClaimCost() {}

    public static void main(String[] args) {
        int rounds = args.length == 0 ? 5 : Integer.parseInt(args[0]);
        List<List<Double>> nanos = List.of(new ArrayList<>(), new ArrayList<>());
        for (int round = 0; round <= rounds; round++) { // the first one warms up
            for (int i = 0; i < WAITING.length; i++) {
                double each = nanosPerClaim(WAITING[i]);
                if (round > 0) {
                    nanos.get(i).add(each);
                }
            }
        }
        for (int i = 0; i < WAITING.length; i++) {
            System.out.printf("%,9d waiting: %.0f ns a claim%n", WAITING[i], Numbers.median(nanos.get(i)));
        }
    }

    private static double nanosPerClaim(int waiting) {
        var queue = new TaskQueue();
        queue.available("t", true);
        for (int created = 1; created <= waiting; created++) {
            queue.add("t", created, "id");
        }
        long start = System.nanoTime();
        for (int i = 1; i <= CLAIMS; i++) {
            if (queue.poll() == null) {
                throw new IllegalStateException("A queue must not be empty while tasks wait");
            }
            queue.add("t", waiting + i, "id");
        }
        return (System.nanoTime() - start) / (double) CLAIMS;
    }
}
