package dev.taskcast.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.client.event.ConnectionState;
import dev.taskcast.client.event.TaskLog;
import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.server.TaskServer;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.SubmitField;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.task.Unique;
import dev.taskcast.task.Waiting;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be done to the tasks of a real server, and what is said where that is refused. */
class ActionsTest {
    private final TaskManager tasks = TaskManager.create();
    private final AtomicInteger tokens = new AtomicInteger();
    private final TaskServer server = TaskServer.builder()
            .endpoint(TaskEndpoint.builder(tasks)
                    .access(request -> "Bearer good".equals(request.header("Authorization"))
                            ? Optional.of(Viewer.OF_EVERYTHING)
                            : Optional.empty())
                    .build())
            .port(0)
            .start();
    private final URI url = URI.create("http://localhost:" + server.port() + "/tasks/events");
    private final TaskActions actions = builder().actions();

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
    }

    private TaskSourceBuilder builder() {
        return TaskEventSource.builder(url).headers(() -> {
            tokens.incrementAndGet();
            return Map.of("Authorization", "Bearer good");
        });
    }

    @AfterEach
    void closeAll() {
        actions.close();
        tasks.close();
        server.close();
    }

    @Test
    void startsWatchesAndCancels() {
        CountDownLatch never = new CountDownLatch(1);
        tasks.register("a b+ü", ctx -> never.await());
        try (TaskEventSource source = builder().ticket().connect()) {
            await().until(() -> source.state() == ConnectionState.LIVE);
            assertThat(source.start("a b+ü")).isEqualTo(StartOutcome.STARTED);
            assertThat(source.start("a b+ü")).isEqualTo(StartOutcome.ALREADY_RUNNING);
            await().until(() -> source.task("a b+ü").orElseThrow().status() == TaskStatus.RUNNING);
            assertThat(source.cancel("a b+ü")).isEqualTo(CancelOutcome.CANCELED);
            assertThat(source.cancel("a b+ü")).isEqualTo(CancelOutcome.NOT_RUNNING);
            await().until(() -> source.task("a b+ü").equals(tasks.getState("a b+ü")));
            assertThat(source.task("a b+ü")).get().isInstanceOf(TaskState.Canceled.class);
            assertThat(source.serverTime().orElseThrow())
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        }
    }

    @Test
    void readsStatesAndLines() {
        tasks.register("a", ctx -> {
            for (int i = 1; i <= 5; i++) {
                ctx.log("line " + i);
            }
            ctx.result(Map.of("rows", 3));
        });
        List<TaskMessage.Logged> logged = new CopyOnWriteArrayList<>();
        try (TaskEventSource source = builder()
                .logs("a")
                .onMessage(message -> {
                    if (message instanceof TaskMessage.Logged lines) {
                        logged.add(lines);
                    }
                })
                .connect()) {
            await().until(() -> source.state() == ConnectionState.LIVE);
            source.start("a");
            await().until(() -> tasks.getState("a").orElseThrow().status() == TaskStatus.COMPLETED);
            assertThat(actions.get("a")).isEqualTo(tasks.getState("a").orElseThrow());
            assertThat(source.log("a", 3)).isEqualTo(new TaskLog(1, 4, List.of("line 4", "line 5"), 0));
            await().until(() ->
                    logged.stream().mapToInt(each -> each.lines().size()).sum() == 5);
            assertThat(logged.getFirst()).satisfies(first -> {
                assertThat(first.id()).isEqualTo("a");
                assertThat(first.run()).isEqualTo(1);
                assertThat(first.from()).isEqualTo(1);
            });
        }
    }

    private record Order(String customer, List<Integer> lines) {}

    @Test
    @SuppressWarnings("rawtypes") // a class has no parameters
    void submitsWithAllThatARequestMaySay() {
        tasks.type(
                "order",
                Map.class,
                String.class,
                (ctx, order) -> String.valueOf(order.get("customer")),
                TypeOptions.<Map>builder().submittable(SubmitField.values()).build());
        TaskState made = actions.submit("order", new Order("ann \"x\"", List.of(1, 2)));
        await().until(() -> tasks.getState(made.id()).orElseThrow().status() == TaskStatus.COMPLETED);
        assertThat(actions.get(made.id()))
                .isInstanceOfSatisfying(
                        TaskState.Completed.class,
                        done -> assertThat(Objects.requireNonNull(done.result()).value())
                                .isEqualTo("ann \"x\""));

        SubmitOptions later = SubmitOptions.builder()
                .id("later")
                .title("Later")
                .description("An order")
                .tags("x", "y")
                .key("tenant")
                .priority(9)
                .after(Duration.ofHours(1))
                .unique(Unique.join("one"))
                .build();
        TaskState waits = actions.submit("order", new Order("bob", List.of()), later);
        assertThat(waits).isInstanceOfSatisfying(TaskState.Pending.class, pending -> {
            TaskIdentity identity = pending.identity();
            assertThat(identity.id()).isEqualTo("later");
            assertThat(identity.type()).isEqualTo("order");
            assertThat(identity.title()).isEqualTo("Later");
            assertThat(identity.description()).isEqualTo("An order");
            assertThat(identity.tags()).containsExactly("x", "y");
            assertThat(identity.turn().key()).isEqualTo("tenant");
            assertThat(identity.turn().priority()).isEqualTo(9);
            assertThat(pending.waiting()).isInstanceOf(Waiting.ForTime.class);
        });
        SubmitOptions joins = SubmitOptions.builder().unique(Unique.join("one")).build();
        assertThat(actions.submit("order", new Order("eve", List.of()), joins).id())
                .isEqualTo("later");
        SubmitOptions rejects =
                SubmitOptions.builder().unique(Unique.reject("one")).build();
        assertThatThrownBy(() -> actions.submit("order", new Order("eve", List.of()), rejects))
                .isInstanceOfSatisfying(TaskRequestException.class, refused -> {
                    assertThat(refused.status()).isEqualTo(409);
                    assertThat(refused.code()).contains("not_unique");
                });
        SubmitOptions timed = SubmitOptions.builder()
                .runAt(Instant.now().plus(Duration.ofHours(2)))
                .build();
        assertThat(actions.submit("order", new Order("eve", List.of()), timed).status())
                .isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void whatNoRequestCanSayIsRefusedHere() {
        SubmitOptions owned = SubmitOptions.builder().owner("ann").build();
        SubmitOptions weighted = SubmitOptions.builder().key("k", 2).build();
        assertThatIllegalArgumentException().isThrownBy(() -> actions.submit("order", null, owned));
        assertThatIllegalArgumentException().isThrownBy(() -> actions.submit("order", null, weighted));
        assertThatIllegalArgumentException().isThrownBy(() -> actions.submit("order", new Object()));
        assertThatIllegalArgumentException().isThrownBy(() -> actions.start("a/b"));
        assertThatIllegalArgumentException().isThrownBy(() -> actions.log("a", -1));
        assertThat(tokens).as("nothing was asked").hasValue(0);
    }

    @Test
    void whatTheServerRefusesIsSaid() {
        assertThatThrownBy(() -> actions.start("nobody"))
                .isInstanceOfSatisfying(TaskRequestException.class, refused -> {
                    assertThat(refused.status()).isEqualTo(404);
                    assertThat(refused.code()).contains("unknown_task");
                    assertThat(refused.isDenied()).isFalse();
                    assertThat(refused.url())
                            .contains(URI.create("http://localhost:" + server.port() + "/tasks/nobody/start"));
                });
        try (TaskActions stranger = TaskEventSource.builder(url).actions()) {
            assertThatThrownBy(() -> stranger.get("a")).isInstanceOfSatisfying(TaskRequestException.class, refused -> {
                assertThat(refused.status()).isEqualTo(403);
                assertThat(refused.isDenied()).isTrue();
                assertThat(refused).hasMessageEndingWith("Log in as somebody who may, or ask for the right to");
            });
        }
    }

    @Test
    void aFilterNarrowsDownWhatComes() {
        tasks.register("a", ctx -> {});
        tasks.register("b", ctx -> {});
        try (TaskEventSource source = builder().tasks("b", "c").connect()) {
            await().until(() -> source.state() == ConnectionState.LIVE);
            assertThat(source.tasks()).containsOnlyKeys("b");
        }
    }

    @ParameterizedTest
    @CsvSource({"ftp://x/events", "events", "http:///events", "mailto:x"})
    void anAddressThatIsNoneIsRefused(URI address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskEventSource.builder(address).connect());
    }

    @Test
    void anOptionThatCantBeIsRefused() {
        TaskSourceBuilder builder = TaskEventSource.builder(url);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.reconnectDelay(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxReconnectDelay(Duration.ofDays(24)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.maxRetries(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.requestTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.header("Host", "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.header("X", "a\nb"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.logs("x,".repeat(21).split(",", -1)));
    }

    @Test
    void anActionThatTakesTooLongIsGivenUp() {
        try (FakeServer silent = new FakeServer()) {
            silent.answer = asked -> {
                throw new FakeServer.Held();
            };
            try (TaskActions slow = TaskEventSource.builder(silent.url())
                    .requestTimeout(Duration.ofMillis(50))
                    .actions()) {
                assertThatThrownBy(() -> slow.start("a"))
                        .isInstanceOfSatisfying(
                                TaskRequestException.class,
                                late -> assertThat(late.code()).contains(TaskRequestException.SILENT));
            }
        }
    }

    @Test
    void aCloseGivesUpWhatIsUnderWay() throws InterruptedException {
        try (FakeServer silent = new FakeServer();
                HttpClient ofTheApplication = HttpClient.newHttpClient()) {
            silent.answer = asked -> {
                throw new FakeServer.Held();
            };
            TaskActions slow = TaskEventSource.builder(silent.url())
                    .httpClient(ofTheApplication)
                    .actions();
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread asking = Thread.ofVirtual().start(() -> {
                try {
                    slow.start("a");
                } catch (TaskRequestException e) {
                    thrown.set(e);
                }
            });
            await().until(() -> !silent.requests().isEmpty());
            slow.close();
            asking.join();
            assertThat(thrown.get()).hasMessageContaining("can't be reached");
            assertThatThrownBy(() -> slow.start("a")).isInstanceOf(TaskRequestException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200,'{\"ok\":',not_understood",
        "202,'{\"ok\":true,\"outcome\":\"later\"}',not_understood",
        "200,'[]',not_understood"
    })
    void anAnswerThatIsNoneIsSaid(int status, String body, String code) {
        try (FakeServer odd = new FakeServer()) {
            odd.answer = asked -> FakeServer.Answer.json(status, body);
            try (TaskActions asking = TaskEventSource.builder(odd.url()).actions()) {
                assertThatThrownBy(() -> asking.start("a"))
                        .isInstanceOfSatisfying(
                                TaskRequestException.class,
                                refused -> assertThat(refused.code()).contains(code));
            }
        }
    }

    @Test
    void aPageIsALoginAndAPostIsNotSentToAnotherSite() {
        try (FakeServer odd = new FakeServer();
                FakeServer other = new FakeServer();
                TaskActions asking = TaskEventSource.builder(URI.create(odd.url() + "?handle=h&tag=x"))
                        .base(URI.create(odd.origin() + "/base/"))
                        .actions()) {
            odd.answer = asked -> FakeServer.Answer.redirect(307, other.origin() + "/tasks/a/start");
            assertThatThrownBy(() -> asking.start("a"))
                    .isInstanceOfSatisfying(
                            TaskRequestException.class,
                            refused -> assertThat(refused.code()).contains(TaskRequestException.LOGIN));
            assertThat(other.requests()).isEmpty();
            assertThat(odd.requests().getFirst().target()).isEqualTo("/base/a/start?handle=h");
        }
    }
}
