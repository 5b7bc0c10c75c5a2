package dev.taskcast.demo.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.SplittableRandom;

/** Refunds of those orders as CSV; in one of them, late in the file, somebody typed the letter O for a zero. */
record Refunds(int rows, int orders) implements Content {
    private static final long SEED = 20_250_315;
    private static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 9);
    private static final String[] REASONS = {"broken", "wrong item", "late", "changed mind", "lost", "price, as agreed"
    };

    @Override
    public void writeTo(OutputStream out) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        int malformed = (int) (rows * 0.85);
        CsvWriter csv = CsvWriter.builder().build(out, StandardCharsets.UTF_8);
        csv.writeRecord("refund", "order", "refunded_on", "reason", "amount");
        for (int i = 0; i < rows; i++) {
            int order = random.nextInt(orders);
            csv.writeRecord(
                    "R-" + (500_000 + i),
                    "A-" + (1_000_000 + order),
                    FIRST_DAY.plusDays((long) order * 1_000 / orders).toString(),
                    REASONS[random.nextInt(REASONS.length)],
                    (1 + random.nextInt(200)) + (i == malformed ? ".5O" : ".50"));
        }
        csv.flush();
    }
}
