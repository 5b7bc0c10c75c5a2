package dev.taskcast.client.request;

import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.time.TaskClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server. Redirects are followed here, and only to the server that was asked: what is sent along, a token for example, is nobody
 * else's. Thread-safe.
 */
public final class Requests implements AutoCloseable {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> SAME_AGAIN = Set.of(307, 308);
    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_ANSWER_BYTES = 256 * 1024 * 1024;
    private static final int MAX_PROBLEM_BYTES = 64 * 1024;
    private static final String STREAM = "text/event-stream";
    private static final String JSON = "application/json";

    private final HttpClient http;
    private final Supplier<Map<String, String>> headers;
    private final TaskClock clock;
    private final TaskClock.Timers timers;
    private final Set<Deadline> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Asks by a client.
     *
     * @param http sends
     * @param headers of every request, asked for before each
     * @param clock tells when a date of the server's is
     * @param timers give requests up that take too long
     */
    public Requests(HttpClient http, Supplier<Map<String, String>> headers, TaskClock clock, TaskClock.Timers timers) {
        this.http = http;
        this.headers = headers;
        this.clock = clock;
        this.timers = timers;
    }

    /**
     * What is asked.
     *
     * @param method {@code GET} or {@code POST}
     * @param url where
     * @param body JSON, or null
     * @param lastEventId where a stream is to go on from; null for what is no stream, and empty for one from the beginning
     */
    private record Question(
            String method,
            URI url,
            HttpRequest.@Nullable BodyPublisher body,
            @Nullable String lastEventId) {
        boolean ofStream() {
            return lastEventId != null;
        }

        Question at(URI target, int status) {
            return SAME_AGAIN.contains(status) || method.equals("GET")
                    ? new Question(method, target, body, lastEventId)
                    : new Question("GET", target, null, lastEventId);
        }
    }

    /**
     * Opens a stream.
     *
     * @param url of the stream
     * @param lastEventId where it is to go on from, or empty
     * @param started told of each exchange that is made for it, so that it can be given up
     * @return its answer, a stream
     * @throws TaskRequestException if it is anything else
     * @throws InterruptedException if the thread is interrupted
     */
    public HttpResponse<InputStream> open(URI url, String lastEventId, Consumer<Exchange> started)
            throws InterruptedException {
        return answer(new Question("GET", url, null, lastEventId), started);
    }

    /**
     * Asks for JSON.
     *
     * @param method {@code GET} or {@code POST}
     * @param url where
     * @param body JSON, or null
     * @param patience how long to wait for the whole answer
     * @return the answer
     * @throws TaskRequestException if it is anything else
     * @throws InterruptedException if the thread is interrupted
     */
    public byte[] ask(String method, URI url, byte @Nullable [] body, Duration patience) throws InterruptedException {
        Deadline deadline = new Deadline();
        TaskClock.Timer timer = timers.after(patience, deadline::pass);
        underWay.add(deadline);
        if (closed) {
            deadline.pass();
        }
        HttpRequest.BodyPublisher sent = body == null ? null : HttpRequest.BodyPublishers.ofByteArray(body);
        try (InputStream in =
                answer(new Question(method, url, sent, null), deadline).body()) {
            return whole(in, MAX_ANSWER_BYTES);
        } catch (IOException e) {
            throw deadline.hasPassed && !closed ? silent(patience) : unreachable(e);
        } catch (TaskRequestException e) {
            throw deadline.hasPassed && !closed ? silent(patience) : e;
        } catch (InterruptedException e) {
            deadline.pass();
            throw e;
        } finally {
            timer.cancel();
            underWay.remove(deadline);
        }
    }

    /** Gives up all that was asked by {@link #ask}, and is asked from now on. Does not wait. Idempotent. */
    @Override
    public void close() {
        closed = true;
        underWay.forEach(Deadline::pass);
    }

    /** Gives up what takes too long, also what is begun by a redirect. */
    private static final class Deadline implements Consumer<Exchange> {
        private volatile boolean hasPassed;
        private volatile @Nullable Exchange exchange;

        @Override
        public void accept(Exchange started) {
            exchange = started;
            if (hasPassed) {
                started.abandon();
            }
        }

        void pass() {
            hasPassed = true;
            Exchange underWay = exchange;
            if (underWay != null) {
                underWay.abandon();
            }
        }
    }

    /**
     * That an answer takes too long.
     *
     * @param patience how long it was waited for
     * @return says so
     */
    public static TaskRequestException silent(Duration patience) {
        return new TaskRequestException(
                "The server did not answer within " + patience.toMillis() + " ms", TaskRequestException.SILENT, null);
    }

    /**
     * That a server can't be reached, or that an answer has broken off.
     *
     * @param cause what was thrown
     * @return says so
     */
    public static TaskRequestException unreachable(Exception cause) {
        String why = cause.getClass().getSimpleName();
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof ConnectException) {
                why = "no connection";
                break;
            }
            String said = each.getMessage();
            if (said != null
                    && (each.getCause() == null
                            || !said.startsWith(each.getCause().getClass().getName()))) {
                why = said;
                break;
            }
        }
        return new TaskRequestException("The server can't be reached: " + why, TaskRequestException.UNREACHABLE, cause);
    }

    private HttpResponse<InputStream> answer(Question asked, Consumer<Exchange> started) throws InterruptedException {
        Question question = asked;
        for (int redirects = 0; ; redirects++) {
            HttpResponse<InputStream> response = send(question, started);
            if (!REDIRECTS.contains(response.statusCode())) {
                return checked(
                        response, question, redirects > 0 || !response.uri().equals(question.url()));
            }
            discard(response);
            URI target = target(response);
            if (redirects == MAX_REDIRECTS || target == null) {
                throw Failures.endless(response);
            }
            if (!Address.isSameSite(question.url(), target)) {
                throw Failures.elsewhere(response, target);
            }
            question = question.at(target, response.statusCode());
        }
    }

    private HttpResponse<InputStream> send(Question question, Consumer<Exchange> started) throws InterruptedException {
        HttpRequest request = request(question);
        Exchange exchange = new Exchange();
        started.accept(exchange);
        try {
            return exchange.head(http, request);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            exchange.abandon();
            throw e;
        }
    }

    private HttpRequest request(Question question) {
        // A connection of HTTP/2 is shared, and kept in the pool: one found dead would be asked again. Some proxies
        // stumble over an upgrade.
        HttpRequest.Builder request = HttpRequest.newBuilder(question.url())
                .version(HttpClient.Version.HTTP_1_1)
                .header("Accept", question.ofStream() ? STREAM : JSON)
                .header("Cache-Control", "no-cache");
        String lastEventId = question.lastEventId();
        if (lastEventId != null && !lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpRequest.BodyPublisher body = question.body();
        if (body != null) {
            request.header("Content-Type", JSON);
        }
        if (question.method().equals("GET")) {
            request.GET();
        } else {
            request.POST(body == null ? HttpRequest.BodyPublishers.noBody() : body);
        }
        given().forEach((name, value) -> set(request, name, value));
        return request.build();
    }

    private Map<String, String> given() {
        try {
            return headers.get();
        } catch (RuntimeException e) { // the application's
            throw new TaskRequestException(
                    "The headers of the request can't be had: " + e, TaskRequestException.HEADERS, e);
        }
    }

    /** A header may be a secret: its value goes into no message. */
    private static void set(HttpRequest.Builder request, String name, String value) {
        boolean isSet = false;
        try {
            request.setHeader(name, value);
            isSet = true;
        } catch (IllegalArgumentException e) {
            // said below, without the value that it tells
        }
        if (!isSet) {
            throw new TaskRequestException(
                    "A header of the request can't be sent as it is given: " + name,
                    TaskRequestException.HEADERS,
                    null);
        }
    }

    private static @Nullable URI target(HttpResponse<?> response) {
        String location = response.headers().firstValue("Location").orElse(null);
        try {
            return location == null ? null : response.uri().resolve(location);
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }

    private HttpResponse<InputStream> checked(
            HttpResponse<InputStream> response, Question question, boolean redirected) {
        String wanted = question.ofStream() ? STREAM : JSON;
        boolean ok = response.statusCode() / 100 == 2 && response.statusCode() != 204;
        if (ok && Failures.type(response).startsWith(wanted)) {
            return response;
        }
        byte[] body = ok ? new byte[0] : problem(response);
        discard(response);
        throw Failures.of(response, body, question.ofStream(), redirected, clock.instant());
    }

    /** Of a server that may never end it: what is wrong is known already. */
    private byte[] problem(HttpResponse<InputStream> response) {
        InputStream in = response.body();
        TaskClock.Timer timer = timers.after(Duration.ofSeconds(5), () -> discard(response));
        try {
            return in.readNBytes(MAX_PROBLEM_BYTES);
        } catch (IOException brokenOff) {
            return new byte[0];
        } finally {
            timer.cancel();
        }
    }

    private static byte[] whole(InputStream in, int max) throws IOException {
        byte[] all = in.readNBytes(max);
        if (all.length == max) {
            throw new IOException("An answer must have less than " + max + " bytes, got: more");
        }
        return all;
    }

    private static void discard(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            // it is as good as closed
        }
    }
}
