package dev.taskcast.client.request;

import dev.taskcast.client.decode.AnswerReader;
import dev.taskcast.client.event.TaskRequestException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an answer means that is not what was asked for. */
final class Failures {
    private static final String LOGIN = "The server wants a login";
    private static final int LONGEST_MESSAGE = 500; // characters of what a server says
    private static final long LONGEST_SECONDS = 2_000_000;

    private Failures() {}

    /** A redirect to somewhere that is not to have what was sent. */
    static TaskRequestException elsewhere(HttpResponse<?> response, URI target) {
        return new TaskRequestException(
                LOGIN + ": it sent the request to another site, " + Address.withoutQuery(target)
                        + ". Log in, then try again",
                response.statusCode(),
                TaskRequestException.LOGIN,
                null,
                Address.withoutQuery(response.uri()));
    }

    /** A redirect that goes round, or leads nowhere. */
    static TaskRequestException endless(HttpResponse<?> response) {
        return new TaskRequestException(
                "The server sends the request from one address to the next: " + Address.withoutQuery(response.uri()),
                response.statusCode(),
                TaskRequestException.NOT_UNDERSTOOD,
                null,
                Address.withoutQuery(response.uri()));
    }

    static TaskRequestException of(
            HttpResponse<?> response, byte[] body, boolean ofStream, boolean redirected, Instant now) {
        int status = response.statusCode();
        URI url = Address.withoutQuery(response.uri());
        if (status == 204) {
            return new TaskRequestException(
                    "The server has ended this for good", status, TaskRequestException.ENDED, null, url);
        }
        if (status / 100 == 2 && type(response).startsWith("text/html")) {
            String message = redirected
                    ? LOGIN + ": it sent the request to the page " + url + ". Log in, then try again"
                    : "The server answered with a page: " + url + ". Log in, or look whether the address is right";
            return new TaskRequestException(message, status, TaskRequestException.LOGIN, null, url);
        }
        if (status / 100 == 2) {
            return ofStream
                    ? new TaskRequestException(
                            "No event stream: " + url, status, TaskRequestException.NO_STREAM, null, url)
                    : notUnderstood(url, status);
        }
        return problem(response, AnswerReader.problem(body), ofStream, retryAfter(response, now));
    }

    static TaskRequestException notUnderstood(URI url, int status) {
        return new TaskRequestException(
                "The answer is not what was asked for: " + url, status, TaskRequestException.NOT_UNDERSTOOD, null, url);
    }

    private static TaskRequestException problem(
            HttpResponse<?> response, AnswerReader.Problem problem, boolean ofStream, @Nullable Duration retryAfter) {
        int status = response.statusCode();
        URI url = Address.withoutQuery(response.uri());
        String words = problem.words();
        String said = words == null ? "The server answered with " + status : cut(words);
        boolean denied = status == 401 || status == 403;
        String message = ofStream && !denied
                ? status + " from " + url + (words == null ? "" : ": " + said)
                : said + whatToDo(status, problem.code(), said);
        return new TaskRequestException(message, status, problem.code(), retryAfter, url);
    }

    private static String cut(String words) {
        return words.length() <= LONGEST_MESSAGE ? words : words.substring(0, LONGEST_MESSAGE);
    }

    private static String whatToDo(int status, @Nullable String code, String said) {
        String stop = said.endsWith(".") ? " " : ". ";
        if (status == 401) {
            return stop + "Log in, then try again";
        }
        if (status != 403 || "read_only".equals(code)) {
            return "";
        }
        return "cross_site".equals(code)
                ? stop + "The server takes this for a page of another site: the proxy must pass \"Host\" on as it is"
                : stop + "Log in as somebody who may, or ask for the right to";
    }

    static String type(HttpResponse<?> response) {
        return response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    }

    /** Of seconds, or of a date, by the server's own clock where that is told. Null where nothing, or nonsense, is said. */
    private static @Nullable Duration retryAfter(HttpResponse<?> response, Instant now) {
        String given = response.headers().firstValue("Retry-After").orElse("").strip();
        if (!given.isEmpty() && given.chars().allMatch(c -> c >= '0' && c <= '9')) {
            long seconds = given.length() > 7 ? LONGEST_SECONDS : Math.min(Long.parseLong(given), LONGEST_SECONDS);
            return seconds == 0 ? null : Duration.ofSeconds(seconds);
        }
        Instant there = date(response.headers().firstValue("Date")).orElse(now);
        return date(Optional.of(given))
                .map(then -> Duration.between(there, then))
                .filter(Duration::isPositive)
                .orElse(null);
    }

    private static Optional<Instant> date(Optional<String> given) {
        try {
            return given.map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
