package dev.taskcast.cli.doctor;

import dev.taskcast.codec.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint that is looked at, asked by a client of its own: as a browser does, by HTTP/2 where that is offered over TLS, and taking
 * compressed answers.
 */
final class Patient implements AutoCloseable {
    private static final int MAX_BYTES = 1 << 20;

    private final URI base;
    private final Map<String, String> headers;
    private final Duration patience;
    private final HttpClient http;

    Patient(URI base, Map<String, String> headers, Duration patience) {
        this.base = base;
        this.headers = headers;
        this.patience = patience;
        boolean isTls = "https".equals(base.getScheme());
        http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience)
                .version(isTls ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** An answer, and how long it took until its head was there. */
    record Answer(HttpResponse<InputStream> response, String body, long sentMillis, long tookMillis) {
        int status() {
            return response.statusCode();
        }

        /** The body as JSON; null where it is none. */
        @Nullable
        Object json() {
            try {
                return JsonReader.read(body.getBytes(StandardCharsets.UTF_8));
            } catch (IllegalArgumentException noJson) {
                return null;
            }
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    URI base() {
        return base;
    }

    Duration patience() {
        return patience;
    }

    /** What is below the endpoint, with the query of its address. */
    URI at(String path, String query) {
        String given = base.getRawQuery();
        String all = given == null ? query : query.isEmpty() ? given : given + "&" + query;
        String plain = base.getScheme() + "://" + base.getRawAuthority() + base.getRawPath();
        return URI.create(plain + path + (all.isEmpty() ? "" : "?" + all));
    }

    HttpRequest.Builder request(URI url) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).header("Cache-Control", "no-cache").timeout(patience);
        headers.forEach(request::setHeader);
        return request;
    }

    Answer ask(HttpRequest request) throws IOException, InterruptedException {
        long sent = System.currentTimeMillis();
        long began = System.nanoTime();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            long took = (System.nanoTime() - began) / 1_000_000;
            return new Answer(response, new String(body.readNBytes(MAX_BYTES), StandardCharsets.UTF_8), sent, took);
        }
    }

    /** Opens a stream, which the caller closes. */
    HttpResponse<InputStream> open(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
