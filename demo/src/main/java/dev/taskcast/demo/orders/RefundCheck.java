package dev.taskcast.demo.orders;

import dev.taskcast.demo.csv.CsvFile;
import dev.taskcast.demo.csv.MalformedRowException;
import dev.taskcast.demo.csv.Row;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Adds up refunds by reason, all or nothing: the first malformed row ends it, and is named. */
public final class RefundCheck implements TaskHandler {
    private static final int FIELDS = 5;

    private final CsvFile orders;
    private final CsvFile refunds;

    /**
     * A check.
     *
     * @param orders the orders, as CSV
     * @param refunds refunds of these orders, as CSV
     */
    public RefundCheck(Path orders, Path refunds) {
        this.orders = new CsvFile(orders);
        this.refunds = new CsvFile(refunds);
    }

    @Override
    public void run(TaskContext ctx) throws Exception {
        ctx.progress("Reading the orders' numbers");
        Set<String> known = numbers(ctx);
        int total = refunds.countRows();
        int read = 0;
        Map<String, Long> centsByReason = new TreeMap<>();
        try (CsvFile.Rows rows = refunds.rows()) {
            while (rows.hasNext()) {
                ctx.throwIfCanceled();
                add(rows.next(), known, centsByReason);
                ctx.progress("Checking refunds", ++read, total);
            }
        }
        ctx.result(centsByReason);
    }

    private Set<String> numbers(TaskContext ctx) throws IOException {
        Set<String> numbers = new HashSet<>();
        try (CsvFile.Rows rows = orders.rows()) {
            while (rows.hasNext()) {
                ctx.throwIfCanceled();
                numbers.add(rows.next().text(0));
            }
        }
        return numbers;
    }

    private static void add(Row refund, Set<String> known, Map<String, Long> centsByReason)
            throws MalformedRowException {
        refund.requireFields(FIELDS);
        refund.requireText(0, "refund");
        String order = refund.requireText(1, "order");
        if (!known.contains(order)) {
            throw refund.malformed("order must be one that there is, got: \"" + order + "\"");
        }
        refund.requireDate(2, "refunded_on");
        centsByReason.merge(refund.requireText(3, "reason"), refund.requireCents(4, "amount"), Long::sum);
    }
}
