package dev.taskcast.demo.reports;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.csv.CsvFile;
import dev.taskcast.demo.csv.MalformedRowException;
import dev.taskcast.demo.csv.Row;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TypeOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A report on the orders of a city: submitted with a payload, it logs what it finds and leaves an artifact. */
public final class CityReport {
    /** The type's name. */
    public static final String TYPE = "city-report";

    /** What may be asked for. */
    public static final List<String> CITIES = List.of("Berlin", "Kraków", "Lisboa", "Oslo", "Wien", "Zürich");

    private static final int FIELDS = 12;
    private static final int CITY = 6;
    private static final int LOGGED_EACH = 40;
    private static final int PAUSE_ROWS = 2_000;

    private final CsvFile orders;
    private final int pauseMillis;

    private CityReport(Path orders, int pauseMillis) {
        this.orders = new CsvFile(orders);
        this.pauseMillis = pauseMillis;
    }

    /**
     * What is asked for.
     *
     * @param city one of {@link #CITIES}
     */
    public record Question(String city) {}

    /**
     * What was found.
     *
     * @param city which
     * @param orders how many of its customers' orders there are
     * @param of all of them
     */
    public record Answer(String city, int orders, int of) {}

    /**
     * Registers the type.
     *
     * @param tasks where
     * @param orders as CSV
     * @param pauseMillis after every 2,000 rows, so that there is something to watch
     */
    public static void register(TaskManager tasks, Path orders, int pauseMillis) {
        TaskOptions options = TaskOptions.builder()
                .title("City report")
                .description("Made on request, with a payload.")
                .build();
        tasks.type(
                TYPE,
                Question.class,
                Answer.class,
                new CityReport(orders, pauseMillis)::answer,
                TypeOptions.<Question>builder()
                        .tasks(options)
                        .submittable()
                        .validate(CityReport::check)
                        .build());
    }

    private static void check(Question question) {
        if (!CITIES.contains(question.city)) {
            throw new IllegalArgumentException("city must be one of " + String.join(", ", CITIES));
        }
    }

    private Answer answer(TaskContext ctx, Question question) throws IOException, InterruptedException {
        ctx.log("Looking for orders from " + question.city);
        int total = orders.countRows();
        int read = 0;
        int found = 0;
        try (CsvFile.Rows rows = orders.rows()) {
            while (rows.hasNext()) {
                if (isFrom(question.city, rows.next(), ctx) && ++found % LOGGED_EACH == 1) {
                    ctx.log(found + " so far, after row " + read);
                }
                if (++read % PAUSE_ROWS == 0) {
                    Thread.sleep(pauseMillis);
                }
                ctx.progress(found + " orders from " + question.city, read, total);
            }
        }
        ctx.log("Done: " + found + " of " + read);
        ctx.artifact("The task as JSON", "/tasks/" + ctx.id());
        return new Answer(question.city, found, read);
    }

    private static boolean isFrom(String city, Row row, TaskContext ctx) {
        try {
            return row.requireFields(FIELDS).text(CITY).equals(city);
        } catch (MalformedRowException e) {
            ctx.log("Skipped: " + e.getMessage());
            return false;
        }
    }
}
