package dev.taskcast.demo.orders;

import dev.taskcast.demo.csv.CsvFile;
import dev.taskcast.demo.csv.MalformedRowException;
import dev.taskcast.demo.csv.Row;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Imports the orders of a CSV file. A malformed row is skipped and counted. Stopped in the middle, it leaves the orders
 * of the last import that came to its end.
 */
public final class CsvImport implements TaskHandler {
    /** Rows a transaction: few enough that a cancel is noticed within milliseconds. */
    private static final int BATCH_ROWS = 500;

    private final CsvFile file;
    private final OrderDatabase database;

    /**
     * An import, of which one at a time writes.
     *
     * @param csv the orders
     * @param database an SQLite database, made if need be
     */
    public CsvImport(Path csv, Path database) {
        this(csv, new OrderDatabase(database));
    }

    CsvImport(Path csv, OrderDatabase database) {
        file = new CsvFile(csv);
        this.database = database;
    }

    /**
     * What an import did.
     *
     * @param imported rows that are in the database
     * @param skipped rows that were malformed
     */
    public record Counts(int imported, int skipped) {}

    @Override
    public void run(TaskContext ctx) throws Exception {
        try (OrderDatabase.Writer writer =
                        database.write(() -> ctx.progress("Waiting for the previous import to stop"));
                StagedOrders orders = StagedOrders.begin(writer.connection(), ctx.signal())) {
            Counts counts = stage(orders, ctx);
            int read = counts.imported + counts.skipped;
            ctx.progress("Putting the new orders in place", read, read);
            orders.publish(ctx.signal());
            ctx.result(counts);
        }
    }

    private Counts stage(StagedOrders orders, TaskContext ctx) throws IOException, SQLException {
        ctx.progress("Counting rows");
        int total = file.countRows();
        String message = "Importing orders";
        int read = 0;
        int skipped = 0;
        try (CsvFile.Rows rows = file.rows()) {
            while (rows.hasNext()) {
                Row row = rows.next();
                read++;
                try {
                    orders.add(Order.of(row));
                } catch (MalformedRowException e) {
                    skipped++;
                    message = "Importing orders, " + skipped + " malformed rows skipped";
                }
                if (read % BATCH_ROWS == 0) {
                    orders.commitBatch();
                    ctx.throwIfCanceled();
                }
                ctx.progress(message, read, total);
            }
        }
        orders.commitBatch();
        return new Counts(read - skipped, skipped);
    }
}
