package dev.taskcast.lines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.store.Lines;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The lines of all runs together. */
class LineStoreTest {
    private static final long MAX_BYTES = 100_000;

    private static void add(LineStore store, String id, int run, String text) {
        store.add(id, id.hashCode(), run, () -> false, text);
    }

    private static List<String> lines(LineStore store, String id) {
        LineTail tail = store.find(id);
        return tail == null ? List.of() : tail.after(0, Integer.MAX_VALUE).lines();
    }

    private static long held(LineStore store, int tasks) {
        long held = 0;
        for (int i = 0; i < tasks; i++) {
            held += lines(store, "t" + i).stream().mapToInt(String::length).sum();
        }
        return held;
    }

    @Test
    void togetherTheyAreBoundedAndEachKeepsItsNewest() {
        LineStore store = new LineStore(false, MAX_BYTES);
        for (int line = 0; line < 100; line++) {
            for (int i = 0; i < 50; i++) {
                add(store, "t" + i, 1, "line " + line + " " + "x".repeat(100));
            }
            assertThat(held(store, 50)).isLessThanOrEqualTo(MAX_BYTES);
        }

        for (int i = 0; i < 50; i++) {
            assertThat(lines(store, "t" + i).getLast()).startsWith("line 99 ");
            assertThat(Objects.requireNonNull(store.find("t" + i)).last()).isEqualTo(100);
        }
    }

    @Test
    void thoseOfTasksThatAreGoneDoNotCount() {
        LineStore store = new LineStore(false, MAX_BYTES);
        add(store, "first", 1, "kept");
        for (int i = 0; i < 10_000; i++) {
            add(store, "t" + i % 3, i, "x".repeat(1_000));
            store.remove("t" + i % 3);
        }
        for (int i = 0; i < 10_000; i++) {
            add(store, "again", i, "x".repeat(1_000));
        }

        assertThat(lines(store, "first")).containsExactly("kept");
    }

    @Test
    void whatHasLeftIsReadFromTheStoreWhichHasAll() {
        LineStore store = new LineStore(true, 1_000);
        List<Lines> kept = new ArrayList<>();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add("line " + i + " " + "x".repeat(30));
            add(store, "a", 1, all.getLast());
            kept.addAll(store.take());
        }
        assertThat(lines(store, "a")).hasSizeLessThan(20);
        assertThat(store.isBehind("a", 1)).isTrue();

        List<Lines> older = List.copyOf(kept.subList(0, 19));
        store.restore("a", older);
        assertThat(lines(store, "a")).as("it lacks the newest").hasSizeLessThan(19);
        store.restore("a", kept);
        assertThat(lines(store, "a")).containsExactlyElementsOf(all);
        add(store, "a", 1, "and on");
        assertThat(Objects.requireNonNull(store.find("a")).last()).isEqualTo(21);
        assertThat(store.take())
                .singleElement()
                .satisfies(lines -> assertThat(lines.from()).isEqualTo(21));
    }

    @Test
    void theLastLinesOfARunAreTakenAlthoughAnotherOneHasBegun() {
        LineStore store = new LineStore(true, MAX_BYTES);
        add(store, "a", 1, "the last");
        store.remove("a");
        add(store, "a", 2, "the first");

        assertThat(store.take()).flatExtracting(Lines::lines).containsExactlyInAnyOrder("the last", "the first");
    }
}
