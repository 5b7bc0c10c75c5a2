package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskcast.task.TaskCanceledException;
import dev.taskcast.task.TaskProgress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Without an interval, so that each report is seen. The test works in the handler's place. */
class TrackInputTest extends InHandler {
    TrackInputTest() {
        super(builder -> builder.progressInterval(Duration.ZERO));
    }

    private static TaskProgress bytes(String message, double current, double total) {
        return new TaskProgress(message, current, total, TaskProgress.Unit.BYTES, null, List.of());
    }

    @Test
    void bytesAreCountedUnderTheLastMessage() throws IOException {
        ctx.progress("Reading");
        try (InputStream in = ctx.track(new ByteArrayInputStream(new byte[100]), 100)) {
            assertThat(newest()).isEqualTo(bytes("Reading", 0, 100));
            assertThat(in.read()).isZero();
            assertThat(newest().current()).isEqualTo(1);
            assertThat(in.read(new byte[50], 10, 9)).isEqualTo(9);
            assertThat(newest().current()).isEqualTo(10);
            assertThat(in.skip(20)).isEqualTo(20);
            assertThat(newest().current()).isEqualTo(30);
            in.mark(100);
            assertThat(in.readNBytes(30)).hasSize(30);
            in.reset();
            assertThat(in.transferTo(java.io.OutputStream.nullOutputStream())).isEqualTo(70);
            assertThat(newest()).isEqualTo(bytes("Reading", 100, 100));
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[5])).isEqualTo(-1);
            assertThat(newest().current()).isEqualTo(100);
        }
    }

    @Test
    void aLengthThatIsNotKnownIsNoTotal() throws IOException {
        try (InputStream in = ctx.track(new ByteArrayInputStream(new byte[5]), -1)) {
            assertThat(in.readAllBytes()).hasSize(5);
        }
        assertThat(newest()).isEqualTo(bytes("Starting...", 5, Double.NaN));
    }

    @Test
    void aCancelLeavesAnInputStreamAndClosingItClosesItsSource() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream source = new ByteArrayInputStream(new byte[5]) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        try (InputStream in = ctx.track(source, 5)) {
            assertThat(in.read()).isZero();
            tasks.cancel("x");
            assertThatExceptionOfType(TaskCanceledException.class).isThrownBy(in::read);
        }
        assertThat(closed).isTrue();
    }
}
