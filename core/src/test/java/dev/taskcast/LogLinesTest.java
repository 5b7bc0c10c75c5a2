package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lines.LineTail;
import dev.taskcast.task.TaskContext;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The test works in the handler's place. */
class LogLinesTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final Held held = Held.stubborn();
    private final List<Held.Run> runs = new ArrayList<>();
    private TaskContext ctx;

    @BeforeEach
    void register() throws InterruptedException {
        tasks.register("x", held);
        ctx = start();
    }

    @AfterEach
    void end() {
        runs.forEach(Held.Run::end);
    }

    private TaskContext start() throws InterruptedException {
        tasks.start("x");
        Held.Run run = held.next();
        runs.add(run);
        return run.ctx();
    }

    private LineTail tail() {
        return Objects.requireNonNull(tasks.engine().queries().lines("x"));
    }

    private List<String> lines() {
        return tail().after(0, Integer.MAX_VALUE).lines();
    }

    private void logNumbers(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(i -> ctx.log("line " + i));
    }

    @Test
    void linesAreNumberedFromOne() {
        assertThat(tasks.engine().queries().lines("x")).isNull();
        logNumbers(1, 3);

        assertThat(tail().after(0, 10))
                .isEqualTo(new LineTail.Lines(1, 1, List.of("line 1", "line 2", "line 3"), false));
        assertThat(tail().last()).isEqualTo(3);
        assertThat(tail().run()).isOne();
    }

    @Test
    void theLastThousandAreKept() {
        logNumbers(1, 2_500);

        LineTail.Lines all = tail().after(0, Integer.MAX_VALUE);
        assertThat(all.lines()).hasSize(1_000).startsWith("line 1501").endsWith("line 2500");
        assertThat(all.from()).isEqualTo(1_501);
        assertThat(all.last()).isEqualTo(2_500);
    }

    @Test
    void noMoreThanAQuarterOfAMillionCharactersAreKept() {
        for (int i = 0; i < 200; i++) {
            ctx.log("x".repeat(4_096));
        }
        assertThat(lines()).hasSize(64);
        assertThat(tail().last()).isEqualTo(200);
        assertThat(tail().after(0, 1).from()).isEqualTo(137);
    }

    @Test
    void aLongLineIsCut() {
        ctx.log("y".repeat(4_096));
        ctx.log("x".repeat(1_000_000));

        assertThat(lines()).containsExactly("y".repeat(4_096), "x".repeat(4_095) + "…");
    }

    @Test
    void aLongLineIsNotCutWithinACharacter() {
        ctx.log("y".repeat(4_094) + "\uD83D\uDE00".repeat(10));

        assertThat(lines()).containsExactly("y".repeat(4_094) + "…");
    }

    @Test
    void lineBreaksMakeSeveralLines() {
        ctx.log("a\nb\r\nc\rd\n\ne\n");
        ctx.log("");
        ctx.log("\n");

        assertThat(lines()).containsExactly("a", "b", "c", "d", "", "e", "", "");
    }

    @Test
    void linesArePaged() {
        logNumbers(1, 10);

        assertThat(tail().after(0, 4))
                .isEqualTo(new LineTail.Lines(1, 1, List.of("line 1", "line 2", "line 3", "line 4"), true));
        LineTail.Lines second = tail().after(4, 6);
        assertThat(second.from()).isEqualTo(5);
        assertThat(second.last()).isEqualTo(10);
        assertThat(second.more()).isFalse();
    }

    @Test
    void afterTheLastThereIsNone() {
        logNumbers(1, 3);

        for (long after : new long[] {3, 4, Long.MAX_VALUE}) {
            LineTail.Lines none = tail().after(after, 10);
            assertThat(none.lines()).isEmpty();
            assertThat(none.more()).isFalse();
            assertThat(none.last()).isEqualTo(3);
        }
        assertThat(tail().after(-5, 10).from()).isOne();
        assertThat(tail().after(Long.MIN_VALUE, 10).lines()).hasSize(3);
    }

    @Test
    void theNextRunBeginsWithoutLines() throws Exception {
        logNumbers(1, 3);
        TaskContext old = ctx;
        tasks.cancel("x");
        assertThat(lines()).as("they stay until then").hasSize(3);
        ctx = start();
        assertThat(tasks.engine().queries().lines("x")).isNull();
        old.log("late");
        assertThat(tasks.engine().queries().lines("x")).isNull();
        ctx.log("new");
        old.log("late");

        assertThat(lines()).containsExactly("new");
        assertThat(tail().run()).isEqualTo(2);
        assertThat(tail().last()).isOne();
    }

    @Test
    void afterTheEndNothingIsLogged() throws Exception {
        ctx.log("in time");
        runs.getFirst().end();
        runs.getFirst().awaitEnd();
        ctx.log("late");

        assertThat(lines()).containsExactly("in time");
    }

    @Test
    void aTaskThatIsGoneTakesItsLinesWithIt() {
        ctx.log("hello");
        tasks.unregister("x");
        ctx.log("late");

        assertThat(tasks.engine().queries().lines("x")).isNull();
    }

    @Test
    void manyThreadsMayLogAtOnce() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Await.start(() -> logNumbers(1, 100)));
        }
        for (Thread thread : threads) {
            Await.end(thread);
        }
        assertThat(tail().last()).isEqualTo(400);
        assertThat(lines()).hasSize(400);
    }

    @Test
    void readersAreToldAtOnceAndAtTheIntervalsEndAndTheLogHasNoEventOfIt() throws Exception {
        Semaphore hints = new Semaphore(0);
        long head = tasks.engine().log().head();
        Runnable takeBack = tasks.engine().log().onHint(hints::release);
        ctx.log("one");
        assertThat(hints.tryAcquire(Await.LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                .as("at once")
                .isTrue();
        ctx.log("two");
        clock.awaitTimers(1);
        clock.advance(Duration.ofMillis(100));
        assertThat(hints.tryAcquire(Await.LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                .as("at the end")
                .isTrue();
        takeBack.run();

        assertThat(tasks.engine().log().head()).isEqualTo(head);
    }
}
