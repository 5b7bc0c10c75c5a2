package dev.taskcast.client;

import static dev.taskcast.client.Json.completed;
import static dev.taskcast.client.Json.init;
import static dev.taskcast.client.Json.list;
import static dev.taskcast.client.Json.pending;
import static dev.taskcast.client.Json.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.client.FakeServer.Answer;
import dev.taskcast.client.event.ConnectionListener;
import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.time.ManualClock;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A list takes the place of a stream that something holds back, and of no other, and never makes a task older. */
class HeldBackTest {
    private final FakeServer server = new FakeServer();
    private final ManualClock clock = new ManualClock();
    private final List<TaskRequestException> errors = new CopyOnWriteArrayList<>();
    private final AtomicInteger lists = new AtomicInteger(); // asked for
    private final TaskEventSource source;

    HeldBackTest() {
        source = TaskEventSource.builder(server.url())
                .clock(clock)
                .onState(new ConnectionListener() {
                    @Override
                    public void onState(ConnectionState state) {}

                    @Override
                    public void onError(TaskRequestException error) {
                        errors.add(error);
                    }
                })
                .connect();
    }

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
    }

    @AfterEach
    void closeAll() {
        source.close();
        server.close();
    }

    /** The stream has said nothing for too long. */
    private void seemHeldBack() {
        clock.awaitTimers(1);
        clock.advance(Duration.ofSeconds(11));
    }

    /** Moves the clock by seconds until something has come of it, and so slowly that a list comes in time. */
    private void passUntil(Callable<Boolean> condition) {
        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            if (condition.call()) {
                return true;
            }
            clock.advance(Duration.ofSeconds(1));
            return false;
        });
    }

    private FakeServer.Stream live(String... tasks) {
        FakeServer.Stream stream = server.next();
        for (String task : tasks) {
            stream.send(init(task));
        }
        stream.send(ready(10));
        await().until(() -> source.lastEventId().equals("10"));
        return stream;
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
        passUntil(() -> source.state() == ConnectionState.RECONNECTING);
        assertThat(errors.getLast().code()).contains(TaskRequestException.SILENT);
        assertThat(source.isBuffered()).isFalse();
        assertThat(status("a")).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void aListOfANodeThatIsBehindDoesNotReplaceAStreamThatComesInBursts() {
        server.answer = asked -> asked.isStream()
                ? null
                : Answer.json(200, list(lists.incrementAndGet() == 1 ? "7" : "1000000000", completed("a")));
        FakeServer.Stream stream = live(pending("a"));
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
        passUntil(() -> status("a") == TaskStatus.PENDING);
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
        passUntil(() -> lists.get() > 3);
        passUntil(() -> !errors.isEmpty());
        assertThat(errors.getFirst().code()).contains(TaskRequestException.SILENT);
    }
}
