package dev.taskcast.demo.orders;

import dev.taskcast.demo.csv.CsvFile;
import dev.taskcast.demo.csv.MalformedRowException;
import dev.taskcast.demo.csv.Row;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Imports the orders of a CSV file. A malformed row is skipped and counted. Stopped in the middle, it leaves the orders
 * of the last import that came to its end; and the next run goes on with what this one has staged, unless the file is
 * another one by then.
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
                StagedOrders orders = stageOf(writer.connection(), ctx)) {
            Counts counts = stage(orders, ctx);
            int read = counts.imported + counts.skipped;
            ctx.progress("Putting the new orders in place", read, read);
            orders.publish(ctx.signal());
            ctx.result(counts);
        }
    }

    /** The stage of a run of this task that was cut off, if it was of the same file; otherwise an empty one. */
    private StagedOrders stageOf(Connection connection, TaskContext ctx) throws IOException, SQLException {
        String version = file.version();
        String begun = ctx.durable().lastCheckpoint(String.class).orElse("");
        if (begun.endsWith(version)) {
            StagedOrders found = StagedOrders.resume(connection, begun);
            if (found != null) {
                return found;
            }
        }
        String name = UUID.randomUUID() + " of " + version;
        StagedOrders empty = StagedOrders.begin(connection, name, ctx.signal());
        ctx.durable().checkpoint(name);
        return empty;
    }

    private Counts stage(StagedOrders orders, TaskContext ctx) throws IOException, SQLException {
        int read = 0;
        int skipped = orders.skipped();
        if (orders.read() == 0) {
            ctx.progress("Counting rows");
        }
        int total = file.countRows();
        String message = message(skipped);
        if (orders.read() > 0) {
            ctx.progress(message, orders.read(), total);
        }
        try (CsvFile.Rows rows = file.rows()) {
            for (; read < orders.read() && rows.hasNext(); read++) {
                rows.next();
            }
            while (rows.hasNext()) {
                Row row = rows.next();
                read++;
                try {
                    orders.add(Order.of(row));
                } catch (MalformedRowException e) {
                    skipped++;
                    message = message(skipped);
                }
                if (read % BATCH_ROWS == 0) {
                    orders.commitBatch(read, skipped);
                    ctx.throwIfCanceled();
                }
                ctx.progress(message, read, total);
            }
        }
        orders.commitBatch(read, skipped);
        return new Counts(read - skipped, skipped);
    }

    private static String message(int skipped) {
        return skipped == 0 ? "Importing orders" : "Importing orders, " + skipped + " malformed rows skipped";
    }
}
