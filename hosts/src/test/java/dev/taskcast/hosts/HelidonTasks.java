package dev.taskcast.hosts;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.exchange.StreamSession;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tasks in an application on Helidon SE. Each stream has the virtual thread of its connection. */
final class HelidonTasks implements Handler, AutoCloseable {
    private final TaskEndpoint endpoint;
    private final Semaphore hints = new Semaphore(0);
    private final Runnable stopHints;
    private final Runnable stopOnClose;
    private volatile boolean closed;

    HelidonTasks(TaskEndpoint endpoint) {
        this.endpoint = endpoint;
        stopHints = endpoint.onHint(hints::release);
        stopOnClose = endpoint.onClose(this::close);
        Thread.ofPlatform().daemon().name("tasks").start(() -> {
            while (!closed) {
                await(hints);
                endpoint.dispatch();
            }
        });
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        if (!endpoint.owns(request.prologue().uriPath().rawPath())) {
            response.next();
            return;
        }
        HelidonRequest whole = HelidonRequest.of(request);
        Reply reply = whole.isTooLong() ? endpoint.refuse(whole, Problem.BODY_TOO_LARGE) : endpoint.answer(whole);
        response.status(reply.status());
        reply.headers().forEach(response::header);
        switch (reply) {
            case Reply.Full full
            when whole.method().equals("HEAD") -> {
                response.contentLength(full.body().length);
                response.send();
            }
            case Reply.Full full -> response.send(full.body());
            case Reply.Stream stream -> {
                response.header("Connection", "close"); // it ends with its stream
                response.whenSent(HelidonTasks::endConnection);
                stream(stream.session(), response);
            }
        }
    }

    private void stream(StreamSession session, ServerResponse response) throws IOException {
        Semaphore news = new Semaphore(0);
        Runnable stop = session.onWake(news::release);
        try (session;
                OutputStream out = response.outputStream()) {
            while (!closed && !session.isDenied()) {
                ask(session);
                Frames frames = session.next();
                frames = frames == null ? session.heartbeat() : frames;
                if (frames != null) {
                    out.write(frames.bytes());
                } else if (!ask(session) && !session.isDenied()) {
                    out.flush(); // a frame that waits in a buffer is late
                    await(news);
                }
            }
            out.write(session.goodbye(5_000).bytes());
        } finally {
            stop.run();
        }
    }

    /** Whether there was something to ask. What next has come upon may have to be asked about first. */
    private static boolean ask(StreamSession session) {
        Runnable question = session.question();
        if (question != null) {
            question.run(); // may block
        }
        return question != null;
    }

    /** By what Helidon takes for that: the header alone does not have it end. */
    private static void endConnection() {
        throw new CloseConnectionException("The stream has ended");
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

    @Override
    public void close() {
        closed = true;
        stopHints.run();
        stopOnClose.run();
    }
}
