package dev.taskcast.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random users, handlers, failures, limits, clocks and losses of nodes, on one to three nodes, against a model that counts handlers. The
 * seed names a world. {@code -Dtaskcast.worlds=N} runs as many.
 */
class DispatchSimulationTest {
    private static final int WORLDS = Integer.getInteger("taskcast.worlds", 2_000);

    static SeededRandom[] found() {
        return SeededRandom.several(2);
    }

    @Test
    void noLimitIsExceededAndNoPlaceIsLost() {
        Long wanted = Long.getLong("taskcast.seed");
        int starts = 0;
        for (int i = 0; i < (wanted == null ? WORLDS : 1); i++) {
            long seed = wanted == null ? 10_000_000L + i : wanted;
            try {
                starts += new SimulatedWorld(new SeededRandom(seed)).live(60);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("In the world of seed " + seed, e);
            }
        }
        assertThat(starts).as("the worlds are not empty").isGreaterThan(WORLDS);
    }

    /** Worlds in which something was wrong. */
    @ParameterizedTest
    @ValueSource(longs = {10_020_740})
    void whatWasWrongIsRight(long seed) {
        assertThat(new SimulatedWorld(new SeededRandom(seed)).live(60)).isPositive();
    }

    @ParameterizedTest
    @MethodSource("found")
    void aLongLife(SeededRandom random) {
        assertThat(new SimulatedWorld(random).live(2_000)).isPositive();
    }
}
