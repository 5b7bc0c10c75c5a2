package dev.taskcast.benchmarks.durable;

/** The measured JVM. Arguments: the label of a {@link JavaContender}, a step, a {@link Place} and how many jobs. */
final class QueueMain {

    private QueueMain() {}

    public static void main(String[] args) throws Exception {
        try (JobQueue queue = JavaContender.of(args[0]).opener().open(Place.parse(args[2]))) {
            var run = new QueueRun(queue, Integer.parseInt(args[3]));
            switch (args[1]) {
                case "fill" -> run.fill();
                case "execute" -> run.execute();
                case "each" -> run.each(JobQueue.SLOTS);
                case "batches" -> run.batches();
                case "alone" -> run.each(1);
                case "embedded" -> run.embedded();
                case "latency" -> run.latency();
                default -> throw new IllegalArgumentException("step must be known, got: " + args[1]);
            }
        }
        System.out.flush();
        // Whatever threads a queue leaves behind.
        Runtime.getRuntime().halt(0);
    }
}
