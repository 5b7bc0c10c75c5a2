package dev.taskcast.cli.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a stream arrives as it is sent: at once, as it is, and for as long as it was looked at. */
final class StreamCheck {
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);
    private static final Duration SLACK = Duration.ofSeconds(5);
    private static final String HELD_BACK =
            "Have the proxy pass it on unbuffered: in nginx 'proxy_buffering off' for this path. Watching goes on all the"
                    + " same: the list is asked for every 2 s.";

    private final Patient patient;
    private final Duration look;

    StreamCheck(Patient patient, Duration look) {
        this.patient = patient;
        this.look = look;
    }

    List<Finding> look() throws InterruptedException {
        HttpRequest request = patient.request(patient.at("/events", "init=none"))
                .header("Accept", "text/event-stream")
                .header("Accept-Encoding", "gzip")
                .build();
        long began = System.nanoTime();
        HttpResponse<InputStream> response;
        try {
            response = patient.open(request);
        } catch (HttpTimeoutException e) {
            return List.of(Finding.fail("stream", "held back: not even its head came within " + seconds(), HELD_BACK));
        } catch (IOException e) {
            return List.of(Finding.fail(
                    "stream",
                    "no answer: " + e.getMessage(),
                    "Look at the logs of the server, and of what is between."));
        }
        try (Frames frames = new Frames(response)) {
            if (response.statusCode() != 200) {
                return List.of(Finding.fail(
                        "stream",
                        "the answer is " + response.statusCode(),
                        "The list can be had, and the stream can't: look at what is between, and at its rules."));
            }
            List<Finding> findings = new ArrayList<>(headers(response));
            if (frames.await(patient.patience(), "ready").isEmpty()) {
                findings.add(
                        frames.hasEnded()
                                ? Finding.fail("stream", "cut before its first frame", "Look at what is between.")
                                : Finding.fail(
                                        "stream", "held back: nothing of it came within " + seconds(), HELD_BACK));
                return findings;
            }
            findings.add(
                    Finding.ok("stream", "arrives unbuffered, its first frame after " + millisSince(began) + " ms"));
            findings.add(idle(frames));
            return findings;
        }
    }

    private String seconds() {
        return patient.patience().toSeconds() + " s";
    }

    private static long millisSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000;
    }

    private static List<Finding> headers(HttpResponse<?> response) {
        List<Finding> findings = new ArrayList<>();
        String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("text/event-stream")) {
            findings.add(Finding.fail(
                    "kind", "it comes as '" + type + "'", "Nothing between may change text/event-stream."));
        }
        String encoding = response.headers().firstValue("Content-Encoding").orElse("");
        findings.add(
                encoding.isEmpty() || encoding.equals("identity")
                        ? Finding.ok("compression", "none, as it was sent")
                        : Finding.warn(
                                "compression",
                                "something between compresses it: " + encoding,
                                "Leave text/event-stream out there: who compresses may hold back small frames."));
        String cache = response.headers().firstValue("Cache-Control").orElse("");
        if (!cache.contains("no-transform")) {
            findings.add(Finding.warn(
                    "caching",
                    "Cache-Control was changed between, to '" + cache + "'",
                    "Leave it as it is: no-cache, no-transform."));
        }
        return findings;
    }

    /** How long it stays open, and whether heartbeats come. */
    private Finding idle(Frames frames) throws InterruptedException {
        long began = System.nanoTime();
        int heard = 0;
        while (true) {
            Duration left = look.minusNanos(System.nanoTime() - began);
            Frames.Heard next = left.isPositive() ? frames.next(left) : Frames.Heard.NOTHING;
            switch (next) {
                case SOMETHING -> heard++;
                case END -> {
                    return Finding.fail(
                            "idle",
                            "it was cut after " + millisSince(began) / 1_000 + " s",
                            "Raise the timeout of what is between above 60 s, or have heartbeats come more often"
                                    + " (heartbeatInterval).");
                }
                case NOTHING -> {
                    return patiently(heard);
                }
            }
        }
    }

    private Finding patiently(int heard) {
        String open = "open for the " + look.toSeconds() + " s that it was looked at";
        if (heard > 0) {
            return Finding.ok("idle", open + ", " + heard + (heard == 1 ? " line" : " lines") + " came");
        }
        if (look.compareTo(HEARTBEAT.plus(SLACK)) >= 0) {
            return Finding.fail(
                    "idle",
                    open + ", and no heartbeat came",
                    "One is sent every 30 s unless the endpoint says otherwise: something holds small frames back.");
        }
        return Finding.ok("idle", open + "; --patience 65s looks whether it outlives a minute");
    }
}
