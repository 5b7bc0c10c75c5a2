package dev.taskcast.client;

import static dev.taskcast.client.Json.completed;
import static dev.taskcast.client.Json.pending;
import static dev.taskcast.client.Json.ready;
import static dev.taskcast.client.Json.remove;
import static dev.taskcast.client.Json.running;
import static dev.taskcast.client.Json.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What an application's code may do in a callback, and what it is told. */
class ListenersTest extends SourceRig {
    ListenersTest() {
        openFast(builder -> builder);
    }

    private static String words(TaskChange change) {
        return switch (change) {
            case TaskChange.Updated(long position, String id, TaskState state) ->
                position + " " + id + " " + state.status().wireName();
            case TaskChange.Removed(long position, String id) -> position + " " + id + " gone";
        };
    }

    @Test
    void areCalledOnVirtualThreadsWithEachChange() {
        FakeServer.Stream stream = beLive(pending("a"));
        List<String> all = new CopyOnWriteArrayList<>();
        List<String> ofA = new CopyOnWriteArrayList<>();
        List<Boolean> virtual = new CopyOnWriteArrayList<>();
        source.subscribe(change -> {
            virtual.add(Thread.currentThread().isVirtual());
            all.add(words(change));
        });
        Subscription subscription = source.subscribe("a", change -> ofA.add(words(change)));
        source.subscribe("nobody", change -> all.add("never"));
        stream.send("11 " + update(completed("a")), "12 " + update(pending("b")), "13 " + remove("b"));
        await().until(() -> all.size() == 3 && ofA.size() == 2);
        assertThat(all).containsExactly("10 a completed", "11 b pending", "12 b gone");
        assertThat(ofA).containsExactly("10 a pending", "10 a completed");
        assertThat(virtual).containsOnly(true);
        subscription.close();
        stream.send("14 " + remove("a"));
        await().until(() -> all.size() == 4);
        assertThat(ofA).hasSize(2);
    }

    @Test
    void whatTheyThrowStopsNobody() {
        FakeServer.Stream stream = beLive(pending("a"));
        AtomicInteger calls = new AtomicInteger();
        List<String> others = new CopyOnWriteArrayList<>();
        source.subscribe(change -> {
            calls.incrementAndGet();
            throw new StackOverflowError("the application's own");
        });
        source.onMessage(message -> {
            throw new java.io.IOException("the application's own");
        });
        source.onState(state -> {
            throw new IllegalStateException("the application's own");
        });
        source.subscribe(change -> others.add(words(change)));
        stream.send("11 " + update(running("a", 1)), "12 " + update(completed("a")));
        await().until(() -> others.size() == 2 && calls.get() == 2);
        stream.cut();
        server.next().send(ready(12));
        await().until(() -> source.state() == ConnectionState.LIVE);
    }

    @Test
    void mayCloseAndSubscribeAndReconnect() {
        FakeServer.Stream stream = beLive(pending("a"));
        List<String> later = new CopyOnWriteArrayList<>();
        AtomicReference<Subscription> own = new AtomicReference<>();
        CountDownLatch ready = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        own.set(source.subscribe(change -> {
            ready.await();
            calls.incrementAndGet();
            own.get().close(); // its own: does not wait for itself
            source.subscribe("a", each -> later.add(words(each)));
            source.reconnect();
        }));
        ready.countDown();
        stream.send("11 " + update(completed("a")), "12 " + update(pending("b")));
        await().until(() -> !later.isEmpty());
        assertThat(calls).hasValue(1);
        FakeServer.Stream second = server.next();
        source.subscribe(change -> source.close());
        second.send("13 " + update(pending("c")));
        await().until(() -> source.state() == ConnectionState.CLOSED);
        second.awaitClosed();
    }

    @Test
    void whoEndsASubscriptionWaitsForACallUnderWay() throws InterruptedException {
        FakeServer.Stream stream = beLive(pending("a"));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        Subscription subscription = source.subscribe(change -> {
            begun.countDown();
            go.await();
            ended.incrementAndGet();
        });
        stream.send("11 " + update(completed("a")));
        begun.await();
        Thread closing = Thread.ofVirtual().start(subscription::close);
        await().until(() -> closing.getState() == Thread.State.WAITING);
        assertThat(ended).hasValue(0);
        go.countDown();
        closing.join();
        assertThat(ended).hasValue(1);
    }

    @Test
    void oneThatTakesItsTimeIsToldEachEndAndTheNewestOfProgressAndHoldsUpNobody() {
        FakeServer.Stream stream = beLive();
        CountDownLatch go = new CountDownLatch(1);
        List<String> told = new CopyOnWriteArrayList<>();
        source.subscribe(change -> {
            go.await();
            told.add(words(change));
        });
        for (int run = 1; run <= 100; run++) {
            for (int i = 1; i <= 50; i++) {
                stream.send((9 + run) + " " + update(running("a", run, i, 50, "")));
            }
            stream.send((10 + run) + " " + update(completed("a").replace("\"run\":1", "\"run\":" + run)));
        }
        await().until(() -> source.lastEventId().equals("110"));
        go.countDown();
        await().until(() -> !told.isEmpty() && told.getLast().equals("109 a completed"));
        assertThat(told)
                .as("the first progress was told before there was a newer one")
                .hasSizeBetween(200, 201);
        assertThat(told.stream().filter(each -> each.endsWith("completed"))).hasSize(100);
    }

    @Test
    void oneThatIsFarBehindIsToldTheNewestOfEachTask() {
        FakeServer.Stream stream = beLive();
        CountDownLatch go = new CountDownLatch(1);
        List<String> told = new CopyOnWriteArrayList<>();
        source.subscribe(change -> {
            go.await();
            told.add(words(change));
        });
        StringBuilder frames = new StringBuilder();
        for (int i = 1; i <= 3_000; i++) {
            String id = "t" + i % 1_500;
            String state = i % 2 == 0 ? completed(id) : pending(id);
            frames.append("id: ")
                    .append(10 + i)
                    .append("\ndata: ")
                    .append(update(state))
                    .append("\n\n");
        }
        frames.append("id: 4000\ndata: ").append(remove("t7")).append("\n\n");
        stream.write(frames.toString());
        await().until(() -> source.lastEventId().equals("4000"));
        go.countDown();
        await().until(() -> !told.isEmpty() && told.getLast().endsWith("t7 gone"));
        assertThat(told).hasSizeBetween(1_499, 1_502);
        assertThat(told.stream().map(each -> each.split(" ", -1)[1]).distinct()).hasSize(1_500);
    }

    @Test
    void oneOfASingleTaskThatTakesItsTimeIsToldEachChangeOfItHoweverManyOthersChange() {
        FakeServer.Stream stream = beLive(pending("a"));
        CountDownLatch go = new CountDownLatch(1);
        List<String> told = new CopyOnWriteArrayList<>();
        source.subscribe("a", change -> {
            go.await();
            told.add(words(change));
        });
        stream.send("11 " + update(running("a", 1)), "12 " + update(completed("a")));
        StringBuilder frames = new StringBuilder();
        for (int i = 1; i <= 3_000; i++) {
            frames.append("id: ").append(12 + i).append("\ndata: ");
            frames.append(update(pending("t" + i))).append("\n\n");
        }
        stream.write(frames.toString());
        stream.send("4000 " + remove("a"));
        await().until(() -> source.lastEventId().equals("4000"));
        go.countDown();
        await().until(() -> !told.isEmpty() && told.getLast().endsWith("gone"));
        assertThat(told).containsExactly("10 a pending", "10 a running", "11 a completed", "3012 a gone");
    }

    @Test
    void oneOfMessagesThatTakesItsTimeHoldsTheStreamBackAndMissesNothing() {
        FakeServer.Stream stream = beLive();
        CountDownLatch go = new CountDownLatch(1);
        List<Long> told = new CopyOnWriteArrayList<>();
        source.onMessage(message -> {
            go.await();
            if (message instanceof TaskMessage.Logged logged) {
                told.add(logged.from());
            }
        });
        StringBuilder frames = new StringBuilder();
        for (int i = 1; i <= 3_000; i++) {
            frames.append("data: {\"type\":\"log\",\"taskId\":\"a\",\"run\":1,\"from\":")
                    .append(i)
                    .append(",\"lines\":[\"x\"]}\n\n");
        }
        frames.append("id: 11\n\n");
        stream.write(frames.toString());
        await().until(() -> Thread.getAllStackTraces().entrySet().stream()
                .anyMatch(each -> each.getKey().getName().equals("taskcast-client")
                        && List.of(each.getValue()).toString().contains("Mailbox.tell")));
        go.countDown();
        await().until(() -> told.size() == 3_000);
        assertThat(told).isSorted();
        await().until(() -> source.lastEventId().equals("11"));
    }

    @Test
    void heartbeatsThatWaitedForAListenerAreNoSignOfAProxy() {
        server.answer = asked -> asked.isStream() ? null : FakeServer.Answer.json(200, Json.list("1000000000"));
        FakeServer.Stream stream = beLive();
        AtomicReference<CountDownLatch> go = new AtomicReference<>(new CountDownLatch(1));
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        source.onMessage(message -> {
            calls.incrementAndGet();
            go.get().await();
            told.incrementAndGet();
        });
        int most = 1_024 + 2; // one is being told, so many wait, and the last one is waited with
        for (int round = 1; round <= 3; round++) {
            int before = (round - 1) * most;
            stream.send(remove("x"));
            await().until(() -> calls.get() == before + 1);
            stream.write(("data: " + remove("x") + "\n\n").repeat(most - 1));
            await().until(() -> Thread.getAllStackTraces().entrySet().stream()
                    .anyMatch(each -> each.getKey().getName().equals("taskcast-client")
                            && List.of(each.getValue()).toString().contains("awaitUninterruptibly")));
            stream.write(": heartbeat\n\n: heartbeat\n\nid: " + (10 + round) + "\n\n");
            go.get().countDown();
            int all = round * most;
            String id = Integer.toString(10 + round);
            await().until(() -> told.get() == all && source.lastEventId().equals(id));
            go.set(new CountDownLatch(1));
        }
        go.get().countDown();
        stream.send("20 " + update(pending("end")));
        await().until(() -> source.task("end").isPresent());
        assertThat(source.isBuffered()).isFalse();
        assertThat(server.requests()).as("no list").hasSize(1);
    }

    @Test
    void aCloseEndsAStreamThatIsHeldBackByAListener() {
        FakeServer.Stream stream = beLive();
        CountDownLatch never = new CountDownLatch(1);
        source.onMessage(message -> never.await());
        StringBuilder frames = new StringBuilder();
        for (int i = 1; i <= 3_000; i++) {
            frames.append("data: ").append(remove("x")).append("\n\n");
        }
        stream.write(frames.toString());
        source.close();
        stream.awaitClosed();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("taskcast-client")));
        never.countDown();
    }
}
