package dev.taskcast.client;

import static dev.taskcast.client.Json.init;
import static dev.taskcast.client.Json.ready;
import static org.awaitility.Awaitility.await;

import dev.taskcast.client.event.ConnectionListener;
import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A server that says what a test has it say, and a client that asks it. */
abstract class SourceRig {
    final FakeServer server = new FakeServer();
    final ManualClock clock = new ManualClock();
    final List<ConnectionState> states = new CopyOnWriteArrayList<>();
    final List<TaskRequestException> errors = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init") // each test opens one
    TaskEventSource source;

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
    }

    @AfterEach
    void closeAll() {
        if (source != null) {
            source.close();
        }
        server.close();
    }

    private final class Recorder implements ConnectionListener {
        @Override
        public void onState(ConnectionState state) {
            states.add(state);
        }

        @Override
        public void onError(TaskRequestException error) {
            errors.add(error);
        }
    }

    /** On a clock that stands still. */
    TaskEventSource open(UnaryOperator<TaskSourceBuilder> options) {
        source = options.apply(
                        TaskEventSource.builder(server.url()).clock(clock).onState(new Recorder()))
                .connect();
        return source;
    }

    /** On the system's clock. */
    TaskEventSource openFast(UnaryOperator<TaskSourceBuilder> options) {
        source = options.apply(TaskEventSource.builder(server.url())
                        .reconnectDelay(Duration.ofMillis(1))
                        .maxReconnectDelay(Duration.ofMillis(2))
                        .onState(new Recorder()))
                .connect();
        return source;
    }

    FakeServer.Stream live(String... tasks) {
        openFast(builder -> builder);
        return beLive(tasks);
    }

    FakeServer.Stream beLive(String... tasks) {
        FakeServer.Stream stream = server.next();
        for (String task : tasks) {
            stream.send(init(task));
        }
        stream.send(ready(10));
        awaitState(ConnectionState.LIVE);
        return stream;
    }

    void awaitState(ConnectionState state) {
        await().until(() -> source.state() == state);
    }

    List<String> ids() {
        return List.copyOf(source.tasks().keySet());
    }

    /** Moves the clock, once the client waits for it. */
    void pass(Duration time) {
        clock.awaitTimers(1);
        clock.advance(time);
    }

    /** Waits until the client waits after so many errors: no other timer is set then. */
    void awaitPause(int failures) {
        await().until(() -> errors.size() >= failures);
        clock.awaitTimers(1);
    }

    /** Moves the clock by seconds until something has come of it. */
    void passUntil(Callable<Boolean> condition) {
        await().until(() -> {
            if (condition.call()) {
                return true;
            }
            clock.advance(Duration.ofSeconds(1));
            return false;
        });
    }
}
