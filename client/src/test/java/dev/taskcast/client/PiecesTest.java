package dev.taskcast.client;

import static dev.taskcast.client.Json.completed;
import static dev.taskcast.client.Json.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What comes without a pause is taken in pieces: by how many frames and bytes have come, and at the end. */
class PiecesTest {
    private static final URI ADDRESS = URI.create("http://localhost/tasks/events");

    @Test
    void whatHasComeIsTakenAtTheEnd() {
        Body body = new Body(frame("a", "") + frame("b", ""), true);
        try (TaskEventSource source = over(body)) {
            await().until(() -> source.tasks().size() == 2);
        }
    }

    @Test
    void manyFramesAreTakenBeforeThereIsAPause() {
        StringBuilder frames = new StringBuilder();
        for (int i = 0; i < 1_100; i++) {
            frames.append(frame("t" + i, ""));
        }
        Body body = new Body(frames.toString(), false);
        try (TaskEventSource source = over(body)) {
            await().until(() -> source.tasks().size() >= 1_024);
        }
    }

    @Test
    void manyBytesAreTakenBeforeThereIsAPause() {
        String much = ": " + "x".repeat(300_000) + "\n";
        Body body = new Body(frame("a", much) + frame("b", much) + frame("c", much) + frame("d", much), false);
        try (TaskEventSource source = over(body)) {
            await().until(() -> source.tasks().size() >= 3);
            assertThat(body.hasEnded()).isFalse();
        }
    }

    private static String frame(String id, String comment) {
        return comment + "data: " + update(completed(id)) + "\n\n";
    }

    private static TaskEventSource over(Body body) {
        return TaskEventSource.builder(ADDRESS)
                .httpClient(new OneAnswer(body))
                .maxRetries(0)
                .connect();
    }

    /** One that always says that more is to come. */
    private static final class Body extends InputStream {
        private final byte[] bytes;
        private final boolean ends;
        private final CountDownLatch closed = new CountDownLatch(1);
        private int read;
        private volatile boolean ended;

        Body(String text, boolean ends) {
            bytes = text.getBytes(StandardCharsets.UTF_8);
            this.ends = ends;
        }

        boolean hasEnded() {
            return ended;
        }

        @Override
        public int available() {
            return 1;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] to, int from, int count) throws IOException {
            if (read == bytes.length) {
                if (!ends) {
                    awaitClose();
                }
                ended = true;
                return -1;
            }
            int length = Math.min(count, bytes.length - read);
            System.arraycopy(bytes, read, to, from, length);
            read += length;
            return length;
        }

        private void awaitClose() throws IOException {
            try {
                closed.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    /** Answers with a stream. */
    private static final class OneAnswer extends HttpClient {
        private final InputStream body;

        OneAnswer(InputStream body) {
            this.body = body;
        }

        @Override
        @SuppressWarnings("unchecked") // the handler is that of an InputStream
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request, HttpResponse.BodyHandler<T> handler) {
            return CompletableFuture.completedFuture((HttpResponse<T>) new Answer(request, body));
        }

        @Override
        public <T> CompletableFuture<HttpResponse<T>> sendAsync(
                HttpRequest request,
                HttpResponse.BodyHandler<T> handler,
                HttpResponse.@Nullable PushPromiseHandler<T> pushed) {
            return sendAsync(request, handler);
        }

        @Override
        public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<CookieHandler> cookieHandler() {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> connectTimeout() {
            return Optional.empty();
        }

        @Override
        public Redirect followRedirects() {
            return Redirect.NEVER;
        }

        @Override
        public Optional<ProxySelector> proxy() {
            return Optional.empty();
        }

        @Override
        public SSLContext sslContext() {
            throw new UnsupportedOperationException();
        }

        @Override
        public SSLParameters sslParameters() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Authenticator> authenticator() {
            return Optional.empty();
        }

        @Override
        public Version version() {
            return Version.HTTP_1_1;
        }

        @Override
        public Optional<Executor> executor() {
            return Optional.empty();
        }
    }

    private record Answer(HttpRequest request, InputStream body) implements HttpResponse<InputStream> {
        @Override
        public int statusCode() {
            return 200;
        }

        @Override
        public Optional<HttpResponse<InputStream>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(Map.of("Content-Type", List.of("text/event-stream")), (name, value) -> true);
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }
}
