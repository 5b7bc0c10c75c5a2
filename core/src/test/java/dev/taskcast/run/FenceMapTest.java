package dev.taskcast.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FenceMapTest {
    private record Value(long fence) {}

    static Random[] seeds() {
        return SeededRandom.several(20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void itIsAMap(Random random) {
        FenceMap<Value> map = new FenceMap<>();
        NavigableMap<Long, Value> model = new TreeMap<>();
        long fence = random.nextInt(1_000);
        int most = 1 + random.nextInt(400); // with more than there are slots, and without
        for (int step = 0; step < 3_000; step++) {
            if (model.size() < most && random.nextBoolean()) {
                fence += random.nextInt(10) == 0 ? 256 : 1 + random.nextInt(3); // the same slot, and others
                Value value = new Value(fence);
                map.put(fence, value);
                model.put(fence, value);
            } else if (!model.isEmpty()) {
                Long gone = random.nextBoolean() ? model.firstKey() : model.floorKey(between(model, random));
                map.remove(gone);
                model.remove(gone);
                map.remove(gone);
            }
            long any = fence - random.nextInt(1_000);
            assertThat(map.get(any)).isSameAs(model.get(any));
            if (step % 100 == 0) {
                assertThat(map.all()).containsExactlyInAnyOrderElementsOf(model.values());
                for (Map.Entry<Long, Value> each : model.entrySet()) {
                    assertThat(map.get(each.getKey())).isSameAs(each.getValue());
                }
            }
        }
    }

    private static long between(NavigableMap<Long, Value> model, Random random) {
        return model.firstKey() + random.nextLong(model.lastKey() - model.firstKey() + 1);
    }
}
