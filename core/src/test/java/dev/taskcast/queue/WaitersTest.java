package dev.taskcast.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many waiters, that come and go anywhere, against a sorted set; and lengths against a count. */
class WaitersTest {
    private static final Lane LANE = new Lane("", null, "x", 4, 1, false);

    static SeededRandom[] seeds() {
        return SeededRandom.several(6);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theyAreInOrderWhereverTheyComeAndGo(SeededRandom random) {
        var waiters = new Waiters();
        var expected = new TreeSet<Waiter>(Waiter::compare);
        for (int phase = 0; phase < 8; phase++) {
            boolean isAtTheEnds = random.nextBoolean();
            int more = random.nextInt(10);
            for (int i = 0; i < 3_000; i++) {
                Waiter waiter = new Waiter("t", i, i, at(random, isAtTheEnds, phase * 3_000 + i), LANE);
                if (random.nextInt(10) < more) {
                    assertThat(waiters.add(waiter)).isEqualTo(expected.add(waiter));
                } else {
                    Waiter near = expected.ceiling(waiter);
                    Waiter gone = isAtTheEnds && !expected.isEmpty() ? expected.first() : near == null ? waiter : near;
                    assertThat(waiters.remove(gone)).isEqualTo(expected.remove(gone));
                }
                assertThat(waiters.size()).isEqualTo(expected.size());
                assertThat(waiters.first()).isEqualTo(expected.isEmpty() ? null : expected.first());
                if (i % 100 == 0) {
                    assertThat(waiters.rank(waiter))
                            .isEqualTo(expected.headSet(waiter).size());
                }
            }
        }
    }

    private static long at(SeededRandom random, boolean isAtTheEnds, int step) {
        return isAtTheEnds ? step : random.nextInt(24_000);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void lengthsAreSummedUpAsIfCounted(SeededRandom random) {
        var lengths = new Lengths();
        int[] expected = new int[50];
        for (int step = 0; step < 500; step++) {
            int key = random.nextInt(expected.length);
            int length = random.nextInt(random.nextBoolean() ? 5 : 3_000);
            lengths.change(expected[key], length);
            expected[key] = length;
            int most = random.nextInt(3_000);
            long sum = 0;
            for (int each : expected) {
                sum += Math.min(each, most);
            }
            assertThat(lengths.sum(most)).isEqualTo(sum);
        }
    }
}
