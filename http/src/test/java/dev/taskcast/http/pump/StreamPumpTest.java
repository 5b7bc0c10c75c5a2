package dev.taskcast.http.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.LogCapture;
import dev.taskcast.TaskManager;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A pump on a loop that is moved by hand, with connections as strict as those of a servlet. */
class StreamPumpTest {
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final Duration AGE = Duration.ofHours(1);

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final AtomicBoolean in = new AtomicBoolean(true);
    private final Queue<Runnable> questions = new ArrayDeque<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final StreamCount count = new StreamCount(100);
    private final ManualLoop loop = new ManualLoop(clock);
    private TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private StreamPump pump = pumpOf(endpoint);

    private StreamPump pumpOf(TaskEndpoint of) {
        StreamLimits limits = new StreamLimits(count, DEADLINE.toNanos(), AGE.toNanos(), this::ask, clock);
        StreamPump made = new StreamPump(loop, limits, of::dispatch);
        Runnable ignored = of.onHint(made::hint);
        return made;
    }

    private void ask(Runnable question) {
        if (busy.get()) {
            throw new RejectedExecutionException("Too many questions");
        }
        questions.add(question);
    }

    /** Somebody sees only tasks that are called so, and only as long as they are let in. */
    private void guarded(String prefix) {
        endpoint = TaskEndpoint.builder(tasks)
                .access(request -> Optional.of(new Viewer() {
                    @Override
                    public boolean canSee(TaskIdentity task) {
                        return task.id().startsWith(prefix);
                    }

                    @Override
                    public boolean check() {
                        return in.get();
                    }
                }))
                .build();
        pump = pumpOf(endpoint);
    }

    @BeforeEach
    void register() {
        tasks.register("a", ctx -> {});
    }

    private AskingSink open() {
        return open(new AskingSink());
    }

    private AskingSink open(AskingSink sink) {
        assertThat(count.enter()).isTrue();
        Reply.Stream reply = (Reply.Stream) endpoint.answer(SimpleRequest.get("/tasks/events"));
        sink.of(pump.stream(reply.session(), sink));
        loop.run(sink.stream()::begin);
        return sink;
    }

    private void change(String id) {
        tasks.register(id, ctx -> {});
    }

    @Test
    void itBeginsWithWhatThereIs() {
        AskingSink sink = open();
        loop.settle();
        assertThat(sink.types()).containsExactly("init", "ready");
        assertThat(sink.calls).contains("write", "flush").endsWith("flush");
    }

    @Test
    void theHeadIsFlushedWhereThereIsNothingElse() {
        AskingSink sink = new AskingSink();
        sink.room = 0;
        open(sink);
        assertThat(sink.calls).containsExactly("flush");
    }

    @Test
    void hintsBeforeARoundAreOneAndSoAreTheirFrames() {
        AskingSink one = open();
        AskingSink other = open();
        loop.settle();
        one.clear();
        other.clear();
        for (int i = 0; i < 5; i++) {
            change("b" + i);
        }
        assertThat(loop.waiting()).isEqualTo(1);
        loop.settle();
        assertThat(one.written).hasSize(5).isEqualTo(other.written);
        assertThat(one.calls).containsExactly("write", "flush");
    }

    @Test
    void aPumpWithoutStreamsIsLeftAlone() {
        change("b");
        assertThat(loop.waiting()).isZero();
        AskingSink sink = open();
        loop.settle();
        loop.run(sink.stream()::closed);
        change("c");
        assertThat(loop.waiting()).isZero();
    }

    @Test
    void whatAViewerDoesNotTakeIsNotQueuedAndComesOnceTheyDo() {
        AskingSink sink = open();
        loop.settle();
        sink.clear();
        sink.room = 0;
        change("b");
        loop.settle();
        assertThat(sink.calls).isEmpty();

        sink.room = Integer.MAX_VALUE;
        loop.run(sink.stream()::writable);
        loop.settle();
        assertThat(sink.types()).containsExactly("update");
    }

    @Test
    void aLongDumpComesInTurnsAndWhatHappensMeanwhileIsNotHeldUp() {
        for (int i = 0; i < 4_000; i++) {
            change("t" + i);
        }
        AskingSink live = open();
        loop.settle();
        live.clear();
        AskingSink late = open();
        int first = late.written.size();
        assertThat(first).isBetween(1, 1_000);
        change("news");
        loop.round();
        assertThat(live.types()).containsExactly("update");
        loop.settle();
        assertThat(late.types()).contains("ready").hasSizeGreaterThan(4_000);
    }

    @Test
    void aConnectionThatTakesNothingIsCutAtTheDeadline() {
        AskingSink sink = open();
        loop.settle();
        sink.room = 0;
        sink.waitingBytes = 100;
        loop.pass(DEADLINE);
        assertThat(sink.calls).doesNotContain("cut");
        loop.pass(Duration.ofSeconds(1));
        assertThat(sink.calls).endsWith("cut");
        assertThat(endpoint.streams()).isZero();
    }

    @Test
    void aConnectionThatTakesALittleIsNot() {
        AskingSink sink = open();
        loop.settle();
        sink.room = 0;
        for (int i = 0; i < 4; i++) {
            sink.waitingBytes = 100L - i;
            loop.pass(Duration.ofSeconds(60));
        }
        assertThat(sink.calls).doesNotContain("cut");
    }

    @Test
    void anIdleStreamGetsHeartbeats() {
        AskingSink sink = open();
        loop.settle();
        sink.clear();
        loop.pass(Duration.ofSeconds(31));
        assertThat(sink.types()).containsExactly("Heartbeat");
        assertThat(sink.calls).containsExactly("write", "flush");
    }

    @Test
    void aStreamOfItsAgeIsToldToComeBack() {
        AskingSink sink = open();
        loop.settle();
        loop.pass(AGE.multipliedBy(9).dividedBy(10).minusSeconds(1));
        assertThat(sink.calls).doesNotContain("end");
        loop.pass(AGE.dividedBy(5).plusSeconds(2));
        assertThat(sink.types()).endsWith("Retry");
        assertThat(sink.calls).endsWith("end");
    }

    @Test
    void theEndOfThePumpIsThatOfAllStreamsAlsoOfThoseThatComeLater() {
        AskingSink one = open();
        loop.settle();
        loop.run(pump::end);
        AskingSink late = open();
        assertThat(one.calls).endsWith("end");
        assertThat(late.calls).containsExactly("write", "end");
        assertThat(late.types()).containsExactly("Retry");
        assertThat(endpoint.streams()).isZero();
    }

    @Test
    void whatIsAskedOfTheApplicationIsAskedElsewhere() {
        guarded("s");
        AskingSink sink = open();
        loop.settle();
        assertThat(sink.written).isEmpty();
        assertThat(questions).hasSize(1);
        questions.remove().run();
        assertThat(sink.written).as("goes on in the loop").isEmpty();
        loop.settle();
        assertThat(sink.types()).containsExactly("ready");
    }

    @Test
    void whoIsNoLongerLetInIsToldToGo() {
        guarded("a");
        AskingSink sink = open();
        loop.settle();
        questions.remove().run();
        loop.settle();
        in.set(false);
        endpoint.accessChanged();
        loop.pass(Duration.ofSeconds(1));
        questions.remove().run();
        loop.settle();
        assertThat(sink.calls).endsWith("end");
        assertThat(endpoint.streams()).isZero();
    }

    @Test
    void whoIsNoLongerLetInIsToldToGoAlsoOnceTheirConnectionTakesSomethingAgain() {
        guarded("a");
        AskingSink sink = open();
        loop.settle();
        questions.remove().run();
        loop.settle();
        in.set(false);
        endpoint.accessChanged();
        loop.pass(Duration.ofSeconds(1));
        sink.room = 0;
        questions.remove().run();
        loop.settle();
        assertThat(sink.calls).doesNotContain("end");

        sink.room = Integer.MAX_VALUE;
        loop.run(sink.stream()::writable);
        loop.settle();
        assertThat(sink.calls).endsWith("end");
    }

    @Test
    void aQuestionThatNobodyCanAskEndsTheStream() {
        guarded("a");
        busy.set(true);
        AskingSink sink = open();
        loop.settle();
        assertThat(sink.types()).containsExactly("Retry");
        assertThat(sink.calls).endsWith("end");
    }

    @Test
    void anAnswerThatComesAfterTheLoopHasEndedIsDropped() {
        guarded("a");
        AskingSink sink = open();
        loop.settle();
        loop.end();
        questions.remove().run();
        assertThat(sink.written).isEmpty();
    }

    @Test
    void aConnectionThatFailsHarmsNoOther() {
        AskingSink one = open();
        AskingSink broken = open();
        AskingSink other = open();
        loop.settle();
        one.clear();
        other.clear();
        broken.failsWith(new IllegalStateException("The response has been recycled"));
        try (LogCapture log = LogCapture.open()) {
            change("b");
            loop.settle();
            assertThat(log.messages(Level.SEVERE)).anyMatch(message -> message.contains("A stream failed"));
        }
        assertThat(broken.calls).endsWith("cut");
        assertThat(one.types()).containsExactly("update");
        assertThat(other.types()).containsExactly("update");
        change("c");
        loop.settle();
        assertThat(one.written).hasSize(2);
    }

    /** A server may say so a little later. */
    @Test
    void nothingIsCalledBetweenTheEndAndItsBeingTold() {
        AskingSink sink = new AskingSink();
        sink.tellsOfEnd = false;
        open(sink);
        loop.settle();
        loop.run(() -> sink.stream().end(0));
        sink.clear();
        change("b");
        loop.run(sink.stream()::writable);
        loop.run(() -> sink.stream().end(0));
        loop.pass(Duration.ofSeconds(100));
        assertThat(sink.calls).isEmpty();
        assertThat(endpoint.streams()).isEqualTo(1);
        loop.run(sink.stream()::closed);
        assertThat(endpoint.streams()).isZero();
    }

    @Test
    void nothingIsCalledBetweenACutAndItsBeingTold() {
        AskingSink broken = new AskingSink();
        broken.tellsOfEnd = false;
        open(broken);
        loop.settle();
        broken.failsWith(new IllegalStateException("The response has been recycled"));
        try (LogCapture log = LogCapture.open()) {
            change("b");
            loop.settle();
            assertThat(log.messages(Level.SEVERE)).hasSize(1);
        }
        broken.clear();
        change("c");
        loop.run(() -> broken.stream().end(0));
        loop.pass(Duration.ofSeconds(100));
        assertThat(broken.calls).isEmpty();
        loop.run(broken.stream()::closed);
        assertThat(endpoint.streams()).isZero();
    }

    @Test
    void aStreamIsCountedOffOnceHoweverOftenItsEndIsTold() {
        StreamCount one = new StreamCount(1);
        StreamPump small = new StreamPump(
                loop, new StreamLimits(one, DEADLINE.toNanos(), AGE.toNanos(), this::ask, clock), endpoint::dispatch);
        assertThat(one.enter()).isTrue();
        assertThat(one.enter()).isFalse();
        Reply.Stream reply = (Reply.Stream) endpoint.answer(SimpleRequest.get("/tasks/events"));
        PumpedStream stream = small.stream(reply.session(), new AskingSink());
        stream.closed();
        stream.closed();
        assertThat(one.enter()).isTrue();
        assertThat(one.enter()).as("it was counted off once").isFalse();
    }
}
