package dev.taskcast.demo.invoices;

import dev.taskcast.demo.csv.CsvFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Invoices on their way into an outbox, as slowly as a mail server would take them: so that there is something to watch.
 * Each has its own place in the outbox, so that one that is sent again after a crash is there once. Thread-safe.
 */
public final class Invoices {
    private static final int PLACE_BYTES = 64;
    private static final int PAUSE_ROWS = 20;

    private final CsvFile orders;
    private final Path outbox;
    private final Amount amount;
    private List<String> numbers = List.of();

    /**
     * How many invoices there are, and how fast they go.
     *
     * @param invoices at most
     * @param pauseMillis after every 20 of them
     */
    public record Amount(int invoices, int pauseMillis) {
        /** About 45 s. */
        public static final Amount DEMO = new Amount(60_000, 15);
    }

    /**
     * Invoices for orders.
     *
     * @param orders as CSV, with a header and a number in the first field
     * @param outbox a file, made if need be
     * @param amount how many, and how fast
     */
    public Invoices(Path orders, Path outbox, Amount amount) {
        this.orders = new CsvFile(orders);
        this.outbox = outbox;
        this.amount = amount;
    }

    /**
     * How many there are.
     *
     * @return the orders, or as many of them as are wanted
     * @throws IOException if they can't be read
     */
    public int count() throws IOException {
        return numbers().size();
    }

    /**
     * Sends one.
     *
     * @param row the order's, from 0
     * @throws IOException if the orders can't be read, or the outbox can't be written
     * @throws InterruptedException if the thread is interrupted
     */
    public void send(int row) throws IOException, InterruptedException {
        if (row % PAUSE_ROWS == 0) {
            Thread.sleep(amount.pauseMillis);
        }
        byte[] line = ("Invoice " + (row + 1) + " for order " + numbers().get(row)).getBytes(StandardCharsets.UTF_8);
        byte[] place = new byte[PLACE_BYTES];
        Arrays.fill(place, (byte) ' ');
        System.arraycopy(line, 0, place, 0, Math.min(line.length, PLACE_BYTES));
        place[PLACE_BYTES - 1] = '\n';
        // Not a channel: an interrupt would close it.
        try (RandomAccessFile file = new RandomAccessFile(outbox.toFile(), "rw")) {
            file.seek((long) row * PLACE_BYTES);
            file.write(place, 0, PLACE_BYTES);
        }
    }

    private synchronized List<String> numbers() throws IOException {
        if (numbers.isEmpty()) {
            List<String> read = new ArrayList<>();
            try (CsvFile.Rows rows = orders.rows()) {
                while (read.size() < amount.invoices && rows.hasNext()) {
                    read.add(rows.next().text(0));
                }
            }
            numbers = List.copyOf(read);
        }
        return numbers;
    }
}
