package dev.taskcast.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.CancelSignal;
import java.lang.reflect.Proxy;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RunSignalTest {
    private static final int ROUNDS = 2_000;

    private final RunSignal signal = new RunSignal("x");
    private final List<String> called = new ArrayList<>();

    @Test
    void callbacksAreCalledInTheirOrder() {
        for (String each : List.of("a", "b", "c")) {
            CancelSignal.Link unused = signal.onCancel(() -> called.add(each));
            assertThat(unused).isNotNull();
        }
        assertThat(signal.claim()).isTrue();
        signal.callBack();
        assertThat(called).containsExactly("a", "b", "c");
    }

    /** As where a timeout is delivered by its timer, and once more when it is kept. */
    @Test
    void eachIsCalledOnceHoweverOftenItIsDelivered() {
        CancelSignal.Link link = signal.onCancel(() -> called.add("a"));
        assertThat(signal.claim()).isTrue();
        assertThat(signal.claim()).as("what failed after it is done again").isTrue();
        signal.callBack();
        assertThat(signal.claim()).isFalse();
        signal.callBack();
        link.close();
        assertThat(called).containsExactly("a");
    }

    @Test
    void whatIsClaimedCanNotBeTakenBackAndWhatWasBeforeIsNotCalled() {
        CancelSignal.Link before = signal.onCancel(() -> called.add("before"));
        CancelSignal.Link claimed = signal.onCancel(() -> called.add("claimed"));
        before.close();
        assertThat(signal.claim()).isTrue();
        claimed.close();
        signal.callBack();
        assertThat(called).containsExactly("claimed");
    }

    @Test
    void whoeverComesLaterIsCalledAtOnce() {
        assertThat(signal.claim()).isFalse();
        signal.onCancel(() -> called.add("late")).close();
        assertThat(called).containsExactly("late");
        signal.callBack();
        assertThat(called).hasSize(1);
    }

    /** It would hit the next one on the same connection. */
    @Test
    void aStatementThatHasEndedIsNotCanceled() {
        Statement statement = (Statement) Proxy.newProxyInstance(
                Statement.class.getClassLoader(), new Class<?>[] {Statement.class}, (proxy, method, arguments) -> {
                    called.add(method.getName());
                    return null;
                });
        CancelSignal.Link executes = signal.cancels(statement);
        CancelSignal.Link ended = signal.cancels(statement);
        assertThat(signal.claim()).isTrue();
        ended.close();
        signal.callBack();
        executes.close();
        assertThat(called).containsExactly("cancel");
    }

    @Test
    void whoeverDeliversAtTheSameTimeEachIsCalledOnce() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int round = 0; round < ROUNDS; round++) {
                RunSignal raced = new RunSignal("x");
                AtomicInteger first = new AtomicInteger();
                AtomicInteger second = new AtomicInteger();
                assertThat(raced.onCancel(first::incrementAndGet)).isNotNull();
                List<Future<?>> all = new ArrayList<>();
                all.add(threads.submit(() -> {
                    together.await();
                    return raced.onCancel(second::incrementAndGet);
                }));
                for (int i = 0; i < 2; i++) {
                    all.add(threads.submit(() -> {
                        together.await();
                        if (raced.claim()) {
                            raced.callBack();
                        }
                        return null;
                    }));
                }
                for (Future<?> each : all) {
                    Object ignored = each.get();
                }
                assertThat(List.of(first.get(), second.get())).containsExactly(1, 1);
            }
        }
    }
}
