package dev.taskcast.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PositionIndexTest {
    private final PositionIndex<String> index = new PositionIndex<>();
    private final NavigableMap<Long, String> model = new TreeMap<>();
    private long last;

    static Random[] seeds() {
        return SeededRandom.several(24);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void itIsASortedMapWithNewKeysMostlyAtTheEnd(Random random) {
        int growing = 30 + random.nextInt(40); // of 100: some seeds grow, some shrink, some stay small
        boolean isPutInBetween = random.nextBoolean();
        for (int step = 0; step < 1_500; step++) {
            if (isPutInBetween && random.nextInt(10) == 0) {
                long key = 1 + random.nextLong(last + 2);
                last = Math.max(last, key);
                index.put(key, "p" + step);
                model.put(key, "p" + step);
            } else if (random.nextInt(100) < growing) {
                last += 1 + random.nextInt(random.nextInt(50) == 0 ? 100_000 : 3); // with gaps far wider than most
                index.append(last, "v" + step);
                model.put(last, "v" + step);
            } else {
                change(random, "r" + step);
            }
            check(random);
        }
        while (!model.isEmpty()) {
            change(random, "end");
        }
        check(random);
    }

    private void change(Random random, String value) {
        Long key = model.ceilingKey(random.nextLong(last + 1));
        if (key == null) {
            key = model.isEmpty() ? last + 1 : model.lastKey();
        }
        if (random.nextInt(3) == 0 && model.containsKey(key)) {
            index.replace(key, value);
            model.put(key, value);
        } else {
            index.remove(key);
            model.remove(key);
        }
    }

    private void check(Random random) {
        assertThat(index.live()).isEqualTo(model.size());
        long key = random.nextLong(last + 2);
        assertThat(index.get(key)).isEqualTo(model.get(key));
        if (random.nextInt(20) == 0) {
            assertThat(valuesAfter(key))
                    .isEqualTo(new ArrayList<>(model.tailMap(key, false).values()));
            assertThat(valuesAfter(-1)).isEqualTo(new ArrayList<>(model.values()));
        }
        assertThat(index.end()).as("slots, holes included").isLessThanOrEqualTo(Math.max(16, 4 * model.size() + 4));
    }

    private List<String> valuesAfter(long key) {
        List<String> values = new ArrayList<>();
        long before = key;
        for (int slot = index.slotAfter(key); slot < index.end(); slot++) {
            String value = index.at(slot);
            if (value != null) {
                assertThat(index.keyAt(slot)).isGreaterThan(before);
                before = index.keyAt(slot);
                values.add(value);
            }
        }
        return values;
    }

    @Test
    void aKeyThatIsNotAboveAllOthersIsRefused() {
        index.append(5, "a");

        assertThatIllegalArgumentException().isThrownBy(() -> index.append(5, "b"));
        assertThatIllegalArgumentException().isThrownBy(() -> index.append(4, "b"));
        assertThat(valuesAfter(0)).containsExactly("a");
    }

    @Test
    void aKeyThatIsNotThereIsNotReplaced() {
        index.append(5, "a");
        index.append(6, "b");
        index.append(7, "c");
        index.remove(6);

        assertThatIllegalArgumentException().isThrownBy(() -> index.replace(6, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> index.replace(8, "x"));
        assertThat(valuesAfter(0)).containsExactly("a", "c");
    }

    @Test
    void anEmptyIndexHasNothingAfterAnyKey() {
        assertThat(index.slotAfter(0)).isEqualTo(index.end());
        assertThat(index.get(0)).isNull();
        index.remove(3);
        assertThat(index.live()).isZero();
    }
}
