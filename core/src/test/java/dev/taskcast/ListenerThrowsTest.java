package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Listeners that throw, subscribe, unsubscribe and act within their callback: each is called once for a change, and so are the others. */
class ListenerThrowsTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();

    /** Fails when it is asked what it is. */
    @SuppressWarnings("OverrideThrowableToString") // to throw is what it is for
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void whateverAListenerThrowsItIsCalledOnceForAChangeAndTheOthersAreTold() throws Exception {
        List<Throwable> all = List.of(
                new IllegalStateException("thrown by the test"),
                new IOException("thrown by the test"),
                new AssertionError("thrown by the test"),
                new OutOfMemoryError("thrown by the test"),
                new StackOverflowError("thrown by the test"),
                new NoClassDefFoundError("thrown by the test"),
                new Broken());
        try (LogCapture log = LogCapture.open()) {
            Recorder other = invariants.record(tasks);
            List<List<String>> told = new ArrayList<>();
            CountDownLatch last = new CountDownLatch(all.size());
            for (Throwable thrown : all) {
                List<String> mine = new CopyOnWriteArrayList<>();
                told.add(mine);
                tasks.subscribe(change -> {
                    mine.add(change.id());
                    if (mine.size() == 20) {
                        last.countDown();
                    }
                    ListenerThrowsTest.<RuntimeException>sneak(thrown);
                });
            }
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                tasks.register("t" + i, ctx -> {});
                expected.add("t" + i);
            }
            Await.latch(last);
            other.drain(tasks);

            assertThat(told).allSatisfy(mine -> assertThat(mine.subList(0, 20)).isEqualTo(expected));
            assertThat(other.changes()).extracting(TaskChange::id).startsWith(expected.toArray(String[]::new));
            assertThat(log.messages(Level.WARNING)).hasSizeGreaterThanOrEqualTo(20 * all.size());
        }
    }

    @Test
    void listenersThatEndEachOtherWaitForNobody() throws Exception {
        AtomicReference<@Nullable Subscription> first = new AtomicReference<>();
        AtomicReference<@Nullable Subscription> second = new AtomicReference<>();
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch done = new CountDownLatch(2);
        first.set(tasks.subscribe(change -> endOther(both, second, done)));
        second.set(tasks.subscribe(change -> endOther(both, first, done)));
        tasks.register("x", ctx -> {});
        Await.latch(done);
        tasks.register("y", ctx -> {});
        Recorder after = invariants.record(tasks);
        tasks.register("z", ctx -> {});
        after.drain(tasks);

        assertThat(done.getCount()).isZero();
        assertThat(both.getCount()).as("calls beyond one each").isZero();
    }

    private static void endOther(
            CountDownLatch both, AtomicReference<@Nullable Subscription> other, CountDownLatch done) throws Exception {
        both.countDown();
        Await.latch(both);
        Subscription ended = other.get();
        if (ended != null) {
            ended.close();
        }
        done.countDown();
    }

    @Test
    void aListenerMaySubscribeAndEndItselfAndActWithinItsCall() throws Exception {
        AtomicReference<@Nullable Subscription> own = new AtomicReference<>();
        List<String> told = new CopyOnWriteArrayList<>();
        Recorder inner = new Recorder();
        Held held = Held.polite();
        tasks.register("held", held);
        tasks.start("held");
        Held.Run run = held.next();
        own.set(tasks.subscribe(change -> {
            told.add(change.id());
            Subscription ended = own.get();
            if (ended != null) {
                ended.close();
                ended.close();
            }
            tasks.subscribe(inner);
            tasks.cancel("held");
            tasks.register("made-within", ctx -> {});
            tasks.start("made-within");
        }));
        tasks.register("x", ctx -> {});
        inner.await("made-within", TaskStatus.COMPLETED);
        inner.awaitStopped("held");

        assertThat(told).containsExactly("x");
        assertThat(run.ctx().isCanceled()).isTrue();
    }

    @Test
    void aListenerMayCloseTheManager() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        List<String> told = new CopyOnWriteArrayList<>();
        tasks.subscribe(change -> {
            told.add(change.id());
            tasks.close();
            closed.countDown();
        });
        tasks.register("x", ctx -> {});
        Await.latch(closed);

        assertThat(told).containsExactly("x");
    }
}
