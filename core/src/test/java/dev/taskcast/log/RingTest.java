package dev.taskcast.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RingTest {
    private static final long BASE = 100;

    static Random[] seeds() {
        return SeededRandom.several(20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void itKeepsTheNewestUpToItsCapacity(Random random) {
        int capacity = 1 + random.nextInt(50); // within what it begins with, and beyond
        Ring ring = new Ring(capacity, BASE);
        Deque<Event> model = new ArrayDeque<>();
        long position = BASE;
        long floor = BASE;
        for (int step = 0; step < 100; step++) {
            check(ring, new ArrayList<>(model), floor, position);
            position += 1 + random.nextInt(3);
            Event event = Event.removal(LogRig.identity("x"), 1, position);
            ring.add(event);
            model.add(event);
            if (model.size() > capacity) {
                floor = model.remove().position();
            }
        }
    }

    private static void check(Ring ring, List<Event> model, long floor, long head) {
        assertThat(ring.size()).isEqualTo(model.size());
        assertThat(ring.floor()).isEqualTo(floor);
        for (int i = 0; i < model.size(); i++) {
            assertThat(ring.at(i)).isSameAs(model.get(i));
        }
        for (long position = BASE - 1; position <= head + 1; position++) {
            long at = position;
            assertThat(ring.countUpTo(at)).isEqualTo((int)
                    model.stream().filter(e -> e.position() <= at).count());
            assertThat(ring.find(at))
                    .isSameAs(model.stream()
                            .filter(e -> e.position() == at)
                            .findAny()
                            .orElse(null));
        }
    }
}
