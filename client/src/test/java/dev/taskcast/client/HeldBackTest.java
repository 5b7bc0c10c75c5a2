package dev.taskcast.client;

import static dev.taskcast.client.Json.completed;
import static dev.taskcast.client.Json.init;
import static dev.taskcast.client.Json.list;
import static dev.taskcast.client.Json.pending;
import static dev.taskcast.client.Json.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.client.FakeServer.Answer;
import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.task.TaskStatus;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A list takes the place of a stream that something holds back, and of no other, and never makes a task older. */
class HeldBackTest extends SourceRig {
    private final AtomicInteger lists = new AtomicInteger(); // asked for

    HeldBackTest() {
        open(builder -> builder);
    }

    /** The stream has said nothing for too long. */
    private void seemHeldBack() {
        clock.awaitTimers(1);
        clock.advance(Duration.ofSeconds(11));
    }

    /** Moves the clock by seconds until something has come of it, and so slowly that a list comes in time. */
    private void passSlowlyUntil(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            if (condition.call()) {
                return true;
            }
            clock.advance(Duration.ofSeconds(1));
            return false;
        });
    }

    private TaskStatus status(String id) {
        return source.task(id).orElseThrow().status();
    }

    @Test
    void aListThatIsOlderThanWhatTheStreamSaidMeanwhileIsDropped() {
        CountDownLatch go = new CountDownLatch(1);
        server.answer = asked -> {
            if (asked.isStream()) {
                return null;
            }
            lists.incrementAndGet();
            await().until(() -> go.getCount() == 0);
            return Answer.json(200, list("7", pending("a")));
        };
        FakeServer.Stream stream = server.next();
        seemHeldBack();
        await().until(() -> lists.get() == 1);
        stream.send(init(completed("a")), ready(20));
        await().until(() -> source.lastEventId().equals("20"));
        go.countDown();
        // The stream is looked after again.
        passSlowlyUntil(() -> source.state() == ConnectionState.RECONNECTING);
        assertThat(errors.getLast().code()).contains(TaskRequestException.SILENT);
        assertThat(source.isBuffered()).isFalse();
        assertThat(status("a")).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void aListOfANodeThatIsBehindDoesNotReplaceAStreamThatComesInBursts() {
        server.answer = asked -> asked.isStream()
                ? null
                : Answer.json(200, list(lists.incrementAndGet() == 1 ? "7" : "1000000000", completed("a")));
        FakeServer.Stream stream = beLive(pending("a"));
        AtomicInteger id = new AtomicInteger(10);
        await().until(() -> {
            try {
                stream.write(": heartbeat\n\n: heartbeat\n\nid: " + id.incrementAndGet() + "\n\n");
            } catch (UncheckedIOException e) {
                // the client has ended it
            }
            return source.isBuffered();
        });
        assertThat(lists).as("the first one was older").hasValue(2);
    }

    @Test
    void whilePollingListsThatAreOlderAreWaitedForUnlessTheyStaySo() {
        AtomicInteger older = new AtomicInteger();
        server.answer = asked -> asked.isStream()
                ? null
                : lists.incrementAndGet() == 1
                        ? Answer.json(200, list("70", completed("a")))
                        : Answer.json(200, list(Integer.toString(older.incrementAndGet()), pending("a")));
        server.next();
        seemHeldBack();
        await().until(() -> source.lastEventId().equals("70"));
        assertThat(source.isBuffered()).isTrue();
        assertThat(status("a")).isEqualTo(TaskStatus.COMPLETED);
        passSlowlyUntil(() -> status("a") == TaskStatus.PENDING);
        assertThat(older.get()).isGreaterThan(5);
    }

    @Test
    void aListThatNeverEndsIsGivenUp() {
        server.answer = asked -> {
            if (asked.isStream()) {
                throw new FakeServer.Held();
            }
            return Answer.json(200, "{\"tasks\":[],\"position\":\"7\",\"next\":\"p" + lists.incrementAndGet() + "\"}");
        };
        passSlowlyUntil(() -> lists.get() > 3);
        passSlowlyUntil(() -> !errors.isEmpty());
        assertThat(errors.getFirst().code()).contains(TaskRequestException.SILENT);
    }
}
