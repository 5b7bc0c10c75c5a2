package dev.taskcast.benchmarks.durable;

/** The measured JVM. Arguments: the label of a {@link JavaContender}, a step, a {@link Place} and the numbers of a {@link Load}. */
final class QueueMain {

    private QueueMain() {}

    public static void main(String[] args) throws Exception {
        try (JobQueue queue = JavaContender.of(args[0]).opener().open(Place.parse(args[2]))) {
            var run = new QueueRun(queue, new Load(Integer.parseInt(args[3]), Integer.parseInt(args[4])));
            switch (args[1]) {
                case "fill" -> run.fill();
                case "execute", "embedded" -> run.execute();
                case "each" -> run.each(JobQueue.SLOTS);
                case "batches" -> run.batches();
                case "alone" -> run.each(1);
                case "embedded_flow" -> run.flow();
                case "latency" -> run.latency();
                default -> throw new IllegalArgumentException("step must be known, got: " + args[1]);
            }
        }
        System.out.flush();
        // Whatever threads a queue leaves behind.
        Runtime.getRuntime().halt(0);
    }
}
