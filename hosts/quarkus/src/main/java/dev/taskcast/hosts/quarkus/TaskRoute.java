package dev.taskcast.hosts.quarkus;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.exchange.StreamSession;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The tasks as a route of Vert.x, below Quarkus. Each stream has a thread. */
@Singleton
public class TaskRoute {
    private final TaskEndpoint endpoint;
    // Platform threads: handlers that compute may hold all carriers of virtual ones.
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore hints = new Semaphore(0);
    private final Runnable stopHints;
    private final Runnable stopOnClose;
    private volatile boolean closed;

    TaskRoute(TaskEndpoint endpoint) {
        this.endpoint = endpoint;
        stopHints = endpoint.onHint(hints::release);
        stopOnClose = endpoint.onClose(this::end);
        threads.execute(() -> {
            while (!closed) {
                await(hints);
                endpoint.dispatch();
            }
        });
    }

    void mount(@Observes Router router) {
        router.route().handler(this::handle);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = request.path(); // percent-encoded, as it came
        if (path == null || !endpoint.owns(path)) {
            context.next();
            return;
        }
        var unused = request.body()
                .onSuccess(body ->
                        threads.execute(() -> answer(context, VertxRequest.of(request, path, body.getBytes()))))
                .onFailure(context::fail);
        request.resume();
    }

    private void answer(RoutingContext context, VertxRequest request) {
        try {
            Reply reply =
                    request.isTooLong() ? endpoint.refuse(request, Problem.BODY_TOO_LARGE) : endpoint.answer(request);
            HttpServerResponse response = context.response().setStatusCode(reply.status());
            reply.headers().forEach((name, value) -> response.putHeader(name, value));
            switch (reply) {
                case Reply.Full full
                when request.method().equals("HEAD") ->
                    response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(full.body().length))
                            .end();
                case Reply.Full full -> response.end(Buffer.buffer(full.body()));
                case Reply.Stream stream -> stream(stream.session(), context.request(), response);
            }
        } catch (Throwable t) { // also an error: somebody waits for an answer
            context.fail(t);
        }
    }

    private void stream(StreamSession session, HttpServerRequest request, HttpServerResponse response)
            throws InterruptedException {
        Semaphore news = new Semaphore(0);
        AtomicBoolean gone = new AtomicBoolean();
        Runnable stop = session.onWake(news::release);
        try (session) {
            response.setChunked(true).putHeader("Connection", "close"); // it ends with its stream
            response.closeHandler(ignored -> {
                gone.set(true);
                news.release();
            });
            while (!closed && !gone.get() && !session.isDenied()) {
                ask(session);
                Frames frames = session.next();
                frames = frames == null ? session.heartbeat() : frames;
                if (frames != null) {
                    write(response, frames);
                } else if (!ask(session) && !session.isDenied()) {
                    await(news);
                }
            }
            var unused = response.end(Buffer.buffer(session.goodbye(5_000).bytes()))
                    .onComplete(ended -> request.connection().close());
        } catch (ExecutionException | TimeoutException lost) {
            response.reset(); // who is gone, or takes nothing
        } finally {
            stop.run();
        }
    }

    /** Waits until the connection has taken it: what a viewer misses meanwhile is merged. Who takes nothing is let go. */
    private static void write(HttpServerResponse response, Frames frames)
            throws InterruptedException, ExecutionException, TimeoutException {
        var unused = response.write(Buffer.buffer(frames.bytes()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(90, TimeUnit.SECONDS);
    }

    /** Whether there was something to ask. What next has come upon may have to be asked about first. */
    private static boolean ask(StreamSession session) {
        Runnable question = session.question();
        if (question != null) {
            question.run(); // may block
        }
        return question != null;
    }

    private static void await(Semaphore wakeUps) {
        try {
            if (wakeUps.tryAcquire(250, TimeUnit.MILLISECONDS)) { // hints may be lost, and heartbeats come due
                wakeUps.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void shutDown(@Observes ShutdownEvent event) {
        end();
        threads.shutdown();
    }

    private void end() {
        closed = true;
        stopHints.run();
        stopOnClose.run();
    }
}
