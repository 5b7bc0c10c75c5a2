package dev.taskcast.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.Command;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ToldTest {
    private final Told told = new Told();

    private boolean add(String id) {
        return told.add(new Proposal(id, new Command.Cancel(), OnApplied.NOTHING, decision -> {}));
    }

    private static List<String> ids(@Nullable Proposal first) {
        List<String> ids = new ArrayList<>();
        for (Proposal each = first; each != null; each = each.next()) {
            ids.add(each.id());
        }
        return ids;
    }

    @Test
    void whoAddsWhereNothingIsSeesToIt() {
        assertThat(add("a")).isTrue();
        assertThat(add("b")).isFalse();
        assertThat(told.isEmpty()).isFalse();

        assertThat(ids(told.take())).containsExactly("a", "b");
        assertThat(told.isEmpty()).isTrue();
        assertThat(told.take()).isNull();
        assertThat(add("c")).isTrue();
    }

    @Test
    void whatIsLeftComesBeforeWhatIsAdded() {
        add("a");
        add("b");
        Proposal first = told.take();
        told.leave(first == null ? null : first.next());
        add("c");

        assertThat(told.isLeft()).isTrue();
        assertThat(told.isEmpty()).isFalse();
        assertThat(ids(told.take())).containsExactly("b");
        told.leave(null);
        assertThat(ids(told.take())).containsExactly("c");
    }

    @Test
    void whatNobodyTakesIsFoundSo() {
        for (int i = 0; i < 100; i++) {
            add("a" + i);
            assertThat(told.isTakenByOthers()).isFalse();
        }
        Proposal ignored = told.take();
        assertThat(told.isTakenByOthers()).isTrue();
    }

    @Test
    void allThatManyThreadsAddIsTakenOnceAndInTheOrderOfEach() throws InterruptedException {
        int threads = 4;
        int each = 2_000;
        CountDownLatch ready = new CountDownLatch(threads);
        List<Thread> adding = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String name = t + ":";
            adding.add(Thread.ofPlatform().start(() -> {
                ready.countDown();
                for (int i = 0; i < each; i++) {
                    add(name + i);
                }
            }));
        }
        ready.await();
        List<String> taken = new ArrayList<>();
        while (taken.size() < threads * each) {
            taken.addAll(ids(told.take()));
            Thread.onSpinWait();
        }
        for (Thread thread : adding) {
            thread.join();
        }

        assertThat(told.isEmpty()).isTrue();
        Map<String, Integer> next = new HashMap<>();
        for (String id : taken) {
            String[] parts = id.split(":", -1);
            int before = next.getOrDefault(parts[0], 0);
            assertThat(Integer.parseInt(parts[1])).isEqualTo(before);
            next.put(parts[0], before + 1);
        }
        assertThat(next).hasSize(threads);
    }
}
