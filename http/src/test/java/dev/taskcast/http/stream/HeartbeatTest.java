package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.Frame;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.StreamSession;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Signs of life on a stream that is otherwise idle, and the word at its end. */
class HeartbeatTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final ModelClient client =
            new ModelClient(TaskEndpoint.builder(tasks).build());

    @BeforeEach
    void connected() {
        client.connect().pullAll();
    }

    private boolean beats() {
        Frames frames = client.session().heartbeat();
        if (frames != null) {
            assertThat(Frame.parse(frames.bytes())).containsExactly(new Frame.Heartbeat());
        }
        return frames != null;
    }

    @Test
    void itComesOnceAnIntervalOfThirtySeconds() {
        for (int i = 0; i < 3; i++) {
            assertThat(beats()).isFalse();
            clock.advance(Duration.ofSeconds(30).minusNanos(1));
            assertThat(beats()).isFalse();
            clock.advance(Duration.ofNanos(1));
            assertThat(beats()).isTrue();
            assertThat(beats()).isFalse();
        }
    }

    @Test
    void whateverWasSentPutsItOff() {
        clock.advance(Duration.ofSeconds(29));
        tasks.register("a", ctx -> {});
        client.pullAll();
        clock.advance(Duration.ofSeconds(29));
        assertThat(beats()).isFalse();

        clock.advance(Duration.ofSeconds(1));
        assertThat(beats()).isTrue();
    }

    @Test
    void itsIntervalIsTheEndpoints() {
        TaskEndpoint often = TaskEndpoint.builder(tasks)
                .heartbeatInterval(Duration.ofMillis(10))
                .build();
        StreamSession session = new ModelClient(often).connect().session();
        Objects.requireNonNull(session.next());
        clock.advance(Duration.ofMillis(10));

        assertThat(session.heartbeat()).isNotNull();
        assertThat(client.session().heartbeat()).isNull();
    }

    @Test
    void theGoodbyeSaysWhenToComeBackWithJitter() {
        long[] millis = IntStream.range(0, 200)
                .mapToLong(i -> ((Frame.Retry)
                                Frame.parse(client.session().goodbye(2_000).bytes())
                                        .getFirst())
                        .millis())
                .toArray();

        assertThat(Arrays.stream(millis)).allMatch(m -> m >= 1_000 && m <= 3_000);
        assertThat(Arrays.stream(millis).distinct().count())
                .as("different for each, so that they do not all come at once")
                .isGreaterThan(100);
    }
}
