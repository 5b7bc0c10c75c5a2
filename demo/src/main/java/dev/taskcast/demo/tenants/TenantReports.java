package dev.taskcast.demo.tenants;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.csv.CsvFile;
import dev.taskcast.demo.csv.MalformedRowException;
import dev.taskcast.demo.csv.Row;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Small reports of two tenants who share a queue. The large tenant asks for many, and the small one after that for a few:
 * while both wait, each gets every second start.
 */
public final class TenantReports {
    /** The queue's name. */
    public static final String QUEUE = "reports";

    /** The type's name. */
    public static final String TYPE = "tenant-report";

    /** The id of the task that submits them all. */
    public static final String STARTER = "submit-reports";

    /** How many of the queue run at once. */
    public static final int AT_ONCE = 2;

    /** How many begin without a pause; then one after the other. */
    public static final int BURST = 4;

    private static final List<Tenant> TENANTS =
            List.of(new Tenant("large", "Large", 15), new Tenant("small", "Small", 5));
    private static final String STARTER_TAG = "starter";
    private static final int ORDERS = 1_000;
    private static final int STEP = 50;
    private static final int FIELDS = 12;
    private static final int PRODUCT = 8;

    private final CsvFile orders;
    private final int stepMillis;

    private TenantReports(Path orders, Pace pace) {
        this.orders = new CsvFile(orders);
        stepMillis = pace.reportMillis * STEP / ORDERS;
    }

    /** One that has a key of the queue. */
    private record Tenant(String key, String name, int reports) {}

    /**
     * How fast they go.
     *
     * @param reportMillis about how long the shortest report takes
     * @param startMillis from one start to the next, once as many have begun as may without a pause
     */
    public record Pace(int reportMillis, int startMillis) {
        /** About 18 s for all of them: mostly the queue's limit is in their way, and now and then its rate. */
        public static final Pace DEMO = new Pace(1_200, 1_000);
    }

    /**
     * What is asked for.
     *
     * @param product what its name begins with
     * @param orders how many to look at
     */
    public record Question(String product, int orders) {}

    /**
     * What was found.
     *
     * @param sold how many orders were for it
     * @param of all that were looked at
     */
    public record Answer(int sold, int of) {}

    /**
     * The limits of the queue.
     *
     * @param pace how fast its reports go
     * @return so many at once, and so many starts in a time
     */
    public static QueueOptions queue(Pace pace) {
        return QueueOptions.builder()
                .maxConcurrent(AT_ONCE)
                .rate(BURST, Duration.ofMillis((long) BURST * pace.startMillis))
                .build();
    }

    /**
     * Registers the type, and the task that submits the reports of both.
     *
     * @param tasks with the queue
     * @param orders as CSV
     * @param pace how fast they go
     */
    public static void register(TaskManager tasks, Path orders, Pace pace) {
        TaskOptions options =
                TaskOptions.builder().queue(QUEUE).restartInterrupted().build();
        TaskType<Question, Answer> type = tasks.type(
                TYPE,
                Question.class,
                Answer.class,
                new TenantReports(orders, pace)::answer,
                TypeOptions.<Question>builder().tasks(options).build());
        tasks.register(
                STARTER,
                ctx -> TENANTS.forEach(tenant -> submit(tasks, type, tenant, ctx.run())),
                TaskOptions.builder().tags(STARTER_TAG).keep().build());
    }

    private static void submit(TaskManager tasks, TaskType<Question, Answer> type, Tenant tenant, int round) {
        for (int i = 0; i < tenant.reports; i++) {
            SubmitOptions options = SubmitOptions.builder()
                    .key(tenant.key)
                    .title(tenant.name + " tenant " + (i + 1))
                    .tags("round " + round)
                    .build();
            // Of different lengths, so that they do not all end in pairs.
            tasks.submit(type, new Question(Character.toString('A' + i), ORDERS + i * STEP), options);
        }
    }

    private Answer answer(TaskContext ctx, Question question) throws IOException, InterruptedException {
        int read = 0;
        int sold = 0;
        try (CsvFile.Rows rows = orders.rows()) {
            while (read < question.orders && rows.hasNext()) {
                sold += isFor(question.product, rows.next()) ? 1 : 0;
                if (++read % STEP == 0) {
                    ctx.progress("Looking for " + question.product, read, question.orders);
                    Thread.sleep(stepMillis);
                }
            }
        }
        return new Answer(sold, read);
    }

    private static boolean isFor(String product, Row row) {
        try {
            return row.requireFields(FIELDS).text(PRODUCT).startsWith(product);
        } catch (MalformedRowException e) {
            return false; // sold or not, nobody can say for what
        }
    }
}
