package dev.taskcast.client.request;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A request and its answer, which any thread can give up at any time. Thread-safe. */
public final class Exchange {
    private volatile @Nullable CompletableFuture<HttpResponse<InputStream>> answer;
    private volatile boolean abandoned;

    /** One that is about to begin. */
    Exchange() {}

    /**
     * Sends the request, and waits for the head of the answer.
     *
     * @param http sends
     * @param request what is sent
     * @return the answer, whose body is still to be read, and closed
     * @throws IOException if there is none, or it was given up
     * @throws InterruptedException if the thread is interrupted
     */
    HttpResponse<InputStream> head(HttpClient http, HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> own =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        answer = own;
        if (abandoned) {
            abandon();
        }
        try {
            return own.get();
        } catch (CancellationException e) {
            throw new IOException("The request was given up", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? new IOException(io) : new IOException(e.getCause());
        }
    }

    /** Gives it up: whoever waits for the answer, or reads it, gets an {@code IOException}, or its end. Idempotent. */
    public void abandon() {
        abandoned = true;
        CompletableFuture<HttpResponse<InputStream>> underWay = answer;
        if (underWay == null) {
            return; // it is given up when it begins
        }
        boolean ignored = underWay.cancel(true);
        var unused = underWay.whenComplete((response, none) -> {
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
