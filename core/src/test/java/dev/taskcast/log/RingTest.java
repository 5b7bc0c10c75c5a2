package dev.taskcast.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.Waiting;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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

    @Test
    void aRowStandsForItsTransitionAndIsReadAsOneEvent() {
        Ring ring = new Ring(2, BASE);
        for (int i = 1; i <= 3; i++) {
            ring.add(row(BASE + i, null));
        }

        assertThat(ring.floor()).isEqualTo(BASE + 1);
        Event event = ring.at(0);
        assertThat(event.position()).isEqualTo(BASE + 2);
        assertThat(event.created()).isEqualTo(BASE);
        assertThat(event.isTransition()).isTrue();
        assertThat(event.state()).isNotNull().isEqualTo(row(BASE + 2, null).state());
        assertThat(ring.at(0)).as("encoded once for all readers").isSameAs(event);
        assertThat(ring.find(BASE + 2)).isSameAs(event);
        assertThat(ring.find(BASE + 3)).isSameAs(ring.at(1));
    }

    @Test
    void whatATaskWasSubmittedWithDoesNotLiveOnInIt() throws Exception {
        Ring ring = new Ring(2, BASE);
        WeakReference<Payload> payload = payloadIn(ring);
        for (int i = 0; i < 100 && payload.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }

        assertThat(payload.get()).isNull();
        assertThat(ring.at(0).position()).isEqualTo(BASE + 1);
    }

    private static WeakReference<Payload> payloadIn(Ring ring) {
        Payload payload = Payload.of("much", null);
        ring.add(row(BASE + 1, payload));
        return new WeakReference<>(payload);
    }

    private static TaskRow row(long position, @Nullable Payload payload) {
        return new TaskRow(
                new Pending(LogRig.identity("x"), Waiting.ForStart.FIRST), BASE, position, 0, Terms.DEFAULT, payload);
    }
}
