package dev.taskcast.docs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.exchange.StreamSession;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An endpoint on the JDK's own HTTP server, with a thread for each stream. */
public final class JdkServer implements AutoCloseable {
    private static final long LOOK_MILLIS = 250; // hints may be lost, and heartbeats come due
    private static final long COME_BACK_WITHIN_MILLIS = 5_000;

    private final TaskEndpoint endpoint;
    private final HttpServer server;
    // Platform threads: handlers that compute may hold all carriers of virtual ones.
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore hints = new Semaphore(0);
    private final Runnable stopHints;
    private final Runnable stopOnClose;
    private volatile boolean closed;

    public JdkServer(TaskEndpoint endpoint, int port) throws IOException {
        this.endpoint = endpoint;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_024);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        stopHints = endpoint.onHint(hints::release); // does not block
        stopOnClose = endpoint.onClose(this::close); // the manager ends first: so do its streams
        threads.execute(this::dispatch);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** One thread for the endpoint: finds out whose turn it is, and wakes them by what they gave to onWake. */
    private void dispatch() {
        while (!closed) {
            await(hints);
            endpoint.dispatch();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (answer(JdkRequest.of(exchange))) {
                case Reply.Full full -> send(exchange, full);
                case Reply.Stream stream -> stream(exchange, stream);
            }
        }
    }

    private Reply answer(JdkRequest request) {
        if (!endpoint.owns(request.path())) {
            return Problem.NOT_FOUND.reply();
        }
        if (request.isTooLong()) {
            return endpoint.refuse(request, Problem.BODY_TOO_LARGE);
        }
        try {
            return endpoint.answer(request); // may block: the application's access is asked
        } catch (Throwable t) { // also an error: somebody waits for an answer
            System.getLogger("server").log(System.Logger.Level.ERROR, "A request failed", t);
            return Problem.INTERNAL.reply();
        }
    }

    private static void send(HttpExchange exchange, Reply.Full reply) throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        int length = reply.body().length;
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(length));
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(reply.status(), length == 0 ? -1 : length);
        exchange.getResponseBody().write(reply.body());
    }

    private void stream(HttpExchange exchange, Reply.Stream reply) throws IOException {
        StreamSession session = reply.session();
        Semaphore news = new Semaphore(0);
        Runnable stop = session.onWake(news::release);
        try (session) { // whatever happens: a session that is not closed is kept
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("Connection", "close"); // it ends with its stream
            exchange.sendResponseHeaders(reply.status(), 0); // of unknown length
            OutputStream out = exchange.getResponseBody();
            out.flush();
            while (!closed && !session.isDenied()) {
                if (!push(session, out)) {
                    out.flush(); // a frame that waits in a buffer is late
                    await(news);
                }
            }
            out.write(session.goodbye(COME_BACK_WITHIN_MILLIS).bytes());
        } finally {
            stop.run();
        }
    }

    /** Whether there was something to do. Blocks while the viewer takes nothing; what it misses is merged meanwhile. */
    private static boolean push(StreamSession session, OutputStream out) throws IOException {
        ask(session);
        Frames frames = session.next();
        if (frames == null) {
            frames = session.heartbeat();
        }
        if (frames != null) {
            out.write(frames.bytes());
        }
        return frames != null || ask(session) || session.isDenied();
    }

    /** Before each read, and after it: what was read may have to be asked about first. */
    private static boolean ask(StreamSession session) {
        Runnable question = session.question();
        if (question != null) {
            question.run(); // may block; an event loop gives it to another thread, and goes on here once it has run
        }
        return question != null;
    }

    /** Until it was woken, or some time has passed. Wake-ups that came meanwhile are one. */
    private static void await(Semaphore wakeUps) {
        try {
            if (wakeUps.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                wakeUps.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says goodbye to the viewers, so that they come back by themselves. */
    @Override
    public void close() {
        closed = true;
        stopHints.run();
        stopOnClose.run();
        server.stop(1);
        threads.shutdown();
    }
}
