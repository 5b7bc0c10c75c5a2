package dev.taskcast.client.event;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered other than success, or that it did not answer. The message is for people: what the server says, and
 * what to do where that is known.
 */
public final class TaskRequestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The {@link #code} where the server could not be reached, or the connection broke off. */
    public static final String UNREACHABLE = "unreachable";

    /** The {@link #code} where nothing came for too long. */
    public static final String SILENT = "silent";

    /** The {@link #code} where a page came in place of an answer, or a redirect to one, or to another site. */
    public static final String LOGIN = "login";

    /** The {@link #code} where the answer was not what was asked for. */
    public static final String NOT_UNDERSTOOD = "not_understood";

    /** The {@link #code} where a stream was asked for, and something else came. */
    public static final String NO_STREAM = "no_stream";

    /** The {@link #code} where the headers that the application gives can't be had, or can't be sent. */
    public static final String HEADERS = "headers";

    /** The {@link #code} where the thread that waited was interrupted. */
    public static final String INTERRUPTED = "interrupted";

    /** The {@link #code} of an answer with the status 204: the server has ended the stream for good. */
    public static final String ENDED = "ended";

    /** Of HTTP; 0 where there was no answer. */
    private final int status;

    /** Of the problem. */
    private final @Nullable String code;

    /** For how long not to ask again. */
    private final @Nullable Duration retryAfter;

    /** What was asked. */
    private final @Nullable URI url;

    /**
     * Of an answer.
     *
     * @param message for people
     * @param status the HTTP status, or 0 where there was none
     * @param code a stable word, or null
     * @param retryAfter how long the server asks to wait, or null
     * @param url the address that answered, without its query, or null
     */
    public TaskRequestException(
            String message, int status, @Nullable String code, @Nullable Duration retryAfter, @Nullable URI url) {
        super(message);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
        this.url = url;
    }

    /**
     * Where there was no answer.
     *
     * @param message for people
     * @param code a stable word
     * @param cause what was thrown, or null
     */
    public TaskRequestException(String message, String code, @Nullable Throwable cause) {
        super(message, cause);
        status = 0;
        this.code = code;
        retryAfter = null;
        url = null;
    }

    /**
     * The HTTP status.
     *
     * @return 0 where there was no answer
     */
    public int status() {
        return status;
    }

    /**
     * A stable word for what went wrong: the protocol's own, for example {@code unknown_task}, or one of the constants here.
     *
     * @return empty where the server named none
     */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /**
     * How long the server asks to wait before the next try.
     *
     * @return empty where it does not say
     */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /**
     * The address that answered.
     *
     * @return without its query, which may hold a ticket or a handle; empty where nobody answered
     */
    public Optional<URI> url() {
        return Optional.ofNullable(url);
    }

    /**
     * Whether it takes a login or more rights.
     *
     * @return true for 401, 403, and a page to log in
     */
    public boolean isDenied() {
        return status == 401 || status == 403 || LOGIN.equals(code);
    }
}
