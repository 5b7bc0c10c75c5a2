package dev.taskcast.client.request;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A request and its answer, which any thread can give up at any time. Thread-safe. */
public final class Exchange {
    private final CompletableFuture<HttpResponse<InputStream>> answer;
    private volatile boolean abandoned;

    Exchange(HttpClient http, HttpRequest request) {
        answer = http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    /**
     * Waits for the head of the answer.
     *
     * @return the answer, whose body is still to be read, and closed
     * @throws IOException if there is none, or it was given up
     * @throws InterruptedException if the thread is interrupted
     */
    HttpResponse<InputStream> head() throws IOException, InterruptedException {
        try {
            return answer.get();
        } catch (CancellationException e) {
            throw new IOException("The request was given up", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? new IOException(io) : new IOException(e.getCause());
        }
    }

    /** Gives it up: whoever waits for the answer, or reads it, gets an {@code IOException}, or its end. Idempotent. */
    public void abandon() {
        abandoned = true;
        boolean ignored = answer.cancel(true);
        var unused = answer.whenComplete((response, none) -> {
            if (response != null) {
                close(response.body());
            }
        });
    }

    /**
     * Whether it was given up.
     *
     * @return true from then on
     */
    public boolean isAbandoned() {
        return abandoned;
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // it is as good as closed
        }
    }
}
