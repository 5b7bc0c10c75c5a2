package dev.taskcast.demo.invoices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.demo.Runs;
import dev.taskcast.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InvoiceRunTest {
    private static final String ID = "send-invoices";
    private static final int ORDERS = 2_000;

    @TempDir
    private Path directory;

    @Test
    void aRunThatWasCutOffIsGoneOnWithAndEachInvoiceIsThereOnce() throws IOException {
        Path orders = directory.resolve("orders.csv");
        List<String> rows = IntStream.rangeClosed(0, ORDERS)
                .mapToObj(i -> i == 0 ? "order,city" : (i == 7 ? "x".repeat(100) : "A-" + i) + ",Oslo")
                .toList();
        Files.write(orders, rows);
        Path outbox = directory.resolve("invoices.txt");
        try (TaskManager tasks = TaskManager.create()) {
            InvoiceRun.register(tasks, new Invoices(orders, outbox, new Invoices.Amount(ORDERS, 5)));
            tasks.start(ID);
            Runs.until(() -> Runs.current(tasks, ID) > 450);
            tasks.cancel(ID);
            Runs.untilStopped(tasks, ID);
            tasks.start(ID);
            Runs.until(() -> Runs.current(tasks, ID) > 0);
            assertThat(((TaskState.Running) Runs.state(tasks, ID)).progress().message())
                    .matches("Went on from row [1-9]\\d*00");
            Runs.untilTerminal(tasks, ID);

            assertThat(Runs.state(tasks, ID)).isInstanceOf(TaskState.Completed.class);
        }
        List<String> sent = Files.readAllLines(outbox);
        assertThat(sent).hasSize(ORDERS).doesNotHaveDuplicates();
        assertThat(sent.getFirst()).startsWith("Invoice 1 for order A-1 ");
        assertThat(sent.get(6)).startsWith("Invoice 7 for order xxx").hasSize(63);
    }
}
