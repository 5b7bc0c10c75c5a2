package dev.taskcast.demo.orders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.demo.Runs;
import dev.taskcast.demo.data.DataFiles;
import dev.taskcast.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RefundCheckTest {
    @TempDir
    private Path directory;

    @Test
    void namesTheMalformedRow() throws IOException {
        DataFiles files = new DataFiles(directory);
        files.makeMissing(new DataFiles.Size(2_000, 10, 10));

        assertThat(Runs.run(new RefundCheck(files.orders(), files.refunds())))
                .isInstanceOfSatisfying(
                        TaskState.Failed.class,
                        failed -> assertThat(failed.error())
                                .matches(
                                        "refunds\\.csv, line 852: amount must be an amount such as 19\\.90, got: \"\\d+\\.5O\""));
    }

    @Test
    void addsUpByReason() throws IOException {
        Path orders = Files.writeString(directory.resolve("orders.csv"), "order\nA-1\nA-2\n");
        Path refunds = Files.writeString(directory.resolve("refunds.csv"), """
                refund,order,refunded_on,reason,amount
                R-1,A-1,2025-01-02,late,1.50
                R-2,A-2,2025-01-02,late,2
                R-3,A-2,2025-01-02,broken,0.05
                """);

        assertThat(Runs.run(new RefundCheck(orders, refunds)))
                .isInstanceOfSatisfying(
                        TaskState.Completed.class,
                        completed -> assertThat(completed.result()).hasToString("{\"broken\":5,\"late\":350}"));
    }
}
