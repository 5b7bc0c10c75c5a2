package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.CancelSignal;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskOptions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From the signal to what Java code blocks on: no interrupt helps here. */
class BridgesTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final Recorder seen = invariants.record(tasks);
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final AtomicReference<Throwable> thrown = new AtomicReference<>();

    /** Runs a handler that blocks, cancels it, and waits until it has left by an exception. */
    private Throwable cancelWhileBlocked(TaskHandler handler) throws InterruptedException {
        tasks.register(
                "x",
                ctx -> {
                    try {
                        handler.run(ctx);
                    } catch (Throwable t) {
                        thrown.set(t);
                    }
                },
                TaskOptions.builder().interruptOnCancel(false).platformThread().build());
        tasks.start("x");
        Await.latch(waiting);
        tasks.cancel("x");
        seen.awaitStopped("x");
        return thrown.get();
    }

    @Test
    void aFutureIsCanceled() throws Exception {
        CompletableFuture<String> never = new CompletableFuture<>();
        Throwable left = cancelWhileBlocked(ctx -> {
            try (CancelSignal.Link link = ctx.signal().cancels(never)) {
                assertThat(link).isNotNull();
                waiting.countDown();
                never.get();
            }
        });

        assertThat(left).isInstanceOf(CancellationException.class);
    }

    /** It leaves by the interrupt, and gives up its link, before anybody is called back. */
    @Test
    void aFutureIsCanceledAlsoWhereTheHandlerIsInterruptedAtOnce() throws Exception {
        for (int i = 0; i < 200; i++) {
            CompletableFuture<String> never = new CompletableFuture<>();
            CountDownLatch waits = new CountDownLatch(1);
            String id = "interrupted" + i;
            tasks.register(id, ctx -> {
                try (CancelSignal.Link link = ctx.signal().cancels(never)) {
                    assertThat(link).isNotNull();
                    waits.countDown();
                    never.get();
                }
            });
            tasks.start(id);
            Await.latch(waits);
            tasks.cancel(id);
            assertThat(never).failsWithin(Duration.ofSeconds(30)).withThrowableOfType(CancellationException.class);
        }
    }

    @Test
    void aFutureIsCanceledWithInterruption() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        FutureTask<Void> work = new FutureTask<>(() -> {
            try {
                waiting.countDown();
                Await.latch(never);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return null;
        });
        Throwable left = cancelWhileBlocked(ctx -> {
            ctx.signal().cancels(work);
            Await.start(work::run);
            work.get();
        });

        assertThat(left).isInstanceOf(CancellationException.class);
        Await.latch(interrupted);
    }

    @Test
    void anHttpExchangeIsEnded() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpClient http = HttpClient.newHttpClient()) {
            CompletableFuture<Integer> afterRequest = new CompletableFuture<>();
            Await.start(() -> {
                try (Socket connection = server.accept();
                        InputStream in = connection.getInputStream()) {
                    waiting.countDown(); // it never answers
                    while (in.read() >= 0) {}
                    afterRequest.complete(-1);
                } catch (Exception e) { // or a reset
                    afterRequest.complete(-1);
                }
            });
            URI uri = URI.create("http://localhost:" + server.getLocalPort() + "/");
            Throwable left = cancelWhileBlocked(ctx -> {
                CompletableFuture<HttpResponse<String>> response =
                        http.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
                ctx.signal().cancels(response);
                response.get();
            });

            assertThat(left.getCause() == null ? left : left.getCause())
                    .isInstanceOf(CancellationException.class); // a JDK may wrap it
            assertThat(afterRequest.get()).as("the connection was closed").isEqualTo(-1);
        }
    }

    @Test
    void aStatementIsCanceled() throws Exception {
        CountDownLatch canceled = new CountDownLatch(1);
        Statement statement = statement(canceled);
        Throwable left = cancelWhileBlocked(ctx -> {
            try (CancelSignal.Link link = ctx.signal().cancels(statement)) {
                assertThat(link).isNotNull();
                statement.execute("SELECT 1");
            }
        });

        assertThat(left).isInstanceOf(SQLException.class).hasMessage("canceled");
    }

    /** A driver's statement: {@code execute} blocks until another thread calls {@code cancel}. */
    private Statement statement(CountDownLatch canceled) {
        return (Statement) Proxy.newProxyInstance(
                Statement.class.getClassLoader(), new Class<?>[] {Statement.class}, (proxy, method, args) -> {
                    if (method.getName().equals("cancel")) {
                        canceled.countDown();
                        return null;
                    }
                    assertThat(method.getName()).isEqualTo("execute");
                    waiting.countDown();
                    Await.stubbornly(canceled);
                    throw new SQLException("canceled");
                });
    }

    @Test
    void aSocketIsClosed() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            Throwable left = cancelWhileBlocked(ctx -> {
                ctx.signal().closes(socket);
                waiting.countDown();
                socket.getInputStream().read();
            });

            assertThat(left).isInstanceOf(IOException.class);
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    void whatWasUnlinkedIsLeftAlone() throws Exception {
        AtomicInteger closed = new AtomicInteger();
        CompletableFuture<String> future = new CompletableFuture<>();
        CountDownLatch canceled = new CountDownLatch(1);
        CountDownLatch called = new CountDownLatch(1);
        Throwable left = cancelWhileBlocked(ctx -> {
            ctx.signal().closes(closed::incrementAndGet).close();
            ctx.signal().cancels(future).close();
            ctx.signal().cancels(statement(canceled)).close();
            ctx.signal().onCancel(called::countDown);
            waiting.countDown();
            Await.latch(called);
        });

        assertThat(left).isNull();
        assertThat(closed).hasValue(0);
        assertThat(future).isNotDone();
        assertThat(canceled.getCount()).isOne();
    }

    @Test
    void whatIsLinkedTooLateIsCanceledAtOnce() throws Exception {
        CompletableFuture<String> future = new CompletableFuture<>();
        CountDownLatch called = new CountDownLatch(1);
        Throwable left = cancelWhileBlocked(ctx -> {
            ctx.signal().onCancel(called::countDown);
            waiting.countDown();
            Await.latch(called);
            ctx.signal().cancels(future);
            future.get();
        });

        assertThat(left).isInstanceOf(CancellationException.class);
    }
}
