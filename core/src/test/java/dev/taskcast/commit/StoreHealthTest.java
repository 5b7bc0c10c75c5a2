package dev.taskcast.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.LogCapture;
import dev.taskcast.store.StoreException;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.logging.Level;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a store has been down is measured, and told by the wall clock as it is. */
class StoreHealthTest {
    private final ManualClock clock = new ManualClock();
    private final StoreHealth health = new StoreHealth(clock, Duration.ofSeconds(5));

    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "P-20454D", "P365D"})
    void itHasBeenDownForAsLongAsItHas(Duration jump) throws Exception {
        try (LogCapture log = LogCapture.open()) {
            health.asking();
            clock.moveWall(jump);
            clock.advance(Duration.ofSeconds(6));
            assertThat(health.status().downSince()).isEqualTo(clock.millis() - 6_000);
            assertThat(health.status().reason()).isEqualTo("The store has not answered for 6000 ms");

            health.down(new StoreException("no", null));
            clock.moveWall(jump.negated());
            clock.advance(Duration.ofSeconds(4));
            assertThat(health.status().downSince()).isEqualTo(clock.millis() - 10_000);

            health.up();
            assertThat(health.status().isUp()).isTrue();
            assertThat(log.messages(Level.INFO)).anyMatch(message -> message.endsWith("after 10 s"));
        }
    }
}
