package dev.taskcast.http.exchange;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.task.TaskText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An error answer: a problem document (RFC 9457) with a stable code. None of its words come from the request.
 */
public enum Problem {
    /** The request can't be parsed at all. */
    BAD_REQUEST(400, "Bad Request", "The request is not valid HTTP."),
    /** The id in the path. */
    BAD_ID(400, "Bad Request", "A task id has 1 to 200 characters, none of control characters, / \\ ; %."),
    /** The body of an action. */
    BAD_BODY(400, "Bad Request", "The body must be a JSON object, or empty."),
    /** A parameter's value. */
    BAD_PARAMETER(400, "Bad Request", "A parameter has a value that it can't have."),
    /** A submit's type. */
    UNKNOWN_TYPE(400, "Bad Request", "There is no type of this name that tasks can be submitted to."),
    /** A submit's payload. */
    BAD_PAYLOAD(400, "Bad Request", "The payload does not fit the type."),
    /** Access said no. */
    FORBIDDEN(403, "Forbidden", "You may not use this."),
    /** An action from a page of another site. */
    CROSS_SITE(403, "Forbidden", "A page of another site may not do this."),
    /** The endpoint changes nothing. */
    READ_ONLY(403, "Forbidden", "This is read-only."),
    /** There is no such task. */
    UNKNOWN_TASK(404, "Not Found", "There is no such task."),
    /** There was such a task, and it is no longer kept. */
    GONE(410, "Gone", "The task is no longer kept."),
    /** There is no such route. */
    NOT_FOUND(404, "Not Found", "There is nothing here."),
    /** The route has other methods. */
    METHOD_NOT_ALLOWED(405, "Method Not Allowed", "This has other methods; see the Allow header."),
    /** A submit's id is taken. */
    ID_TAKEN(409, "Conflict", "There is a task with this id."),
    /** The unique key of a submit. */
    NOT_UNIQUE(409, "Conflict", "There is a task like this that has not ended, or is too new."),
    /** The request did not come in time. */
    REQUEST_TIMEOUT(408, "Request Timeout", "The request took too long to arrive."),
    /** The body is too long. */
    BODY_TOO_LARGE(413, "Content Too Large", "A body may have at most 1 MiB."),
    /** The request line is too long. */
    URI_TOO_LONG(414, "URI Too Long", "A request line may have at most 8 KiB."),
    /** The body is no JSON. */
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported Media Type", "A body must be application/json."),
    /** An expectation other than 100-continue. */
    EXPECTATION_FAILED(417, "Expectation Failed", "Only 100-continue can be expected."),
    /** Too many submitted tasks have not ended. */
    TOO_MANY_TASKS(429, "Too Many Requests", "Too many tasks have not ended yet; try again later."),
    /** The headers are too long. */
    HEADERS_TOO_LARGE(431, "Request Header Fields Too Large", "Headers may have at most 32 KiB."),
    /** Something failed that should not. */
    INTERNAL(500, "Internal Server Error", "Something failed; it was logged."),
    /** Too much at once. */
    BUSY(503, "Service Unavailable", "The server has too much to do; try again."),
    /** A durable store does not answer. */
    STORE_UNAVAILABLE(503, "Service Unavailable", "Tasks can't be stored just now; nothing has happened. Try again."),
    /** Too many streams. */
    TOO_MANY_STREAMS(503, "Service Unavailable", "The server has too many streams; try again later."),
    /** The manager or the server is closed. */
    CLOSED(503, "Service Unavailable", "The server is shutting down; try again.");

    private static final int MAX_WORDS = 500;
    private static final String MEDIA_TYPE = "application/problem+json";

    private final int status;
    private final String title;
    private final String detail;

    Problem(int status, String title, String detail) {
        this.status = status;
        this.title = title;
        this.detail = detail;
    }

    /**
     * The stable code.
     *
     * @return for example {@code unknown_task}
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * As an answer.
     *
     * @return the problem document
     */
    public Reply.Full reply() {
        return status == 503 || status == 429 ? with("Retry-After", "2", detail) : with("", "", detail);
    }

    /**
     * As an answer with the application's own words.
     *
     * @param words what is wrong, for whoever sent the request; cut at 500 characters
     * @return the problem document
     */
    public Reply.Full reply(String words) {
        return with("", "", TaskText.cut(words, MAX_WORDS));
    }

    /**
     * As an answer that says what else could be done.
     *
     * @param methods for example {@code GET, HEAD}
     * @return the problem document with {@code Allow}
     */
    public Reply.Full allow(String methods) {
        return with("Allow", methods, detail);
    }

    private Reply.Full with(String name, String value, String words) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", MEDIA_TYPE);
        headers.put("Cache-Control", "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        if (!name.isEmpty()) {
            headers.put(name, value);
        }
        return new Reply.Full(status, headers, body(words));
    }

    private byte[] body(String words) {
        return new JsonBuffer(256)
                .raw("{\"type\":\"about:blank\",\"title\":")
                .string(title)
                .raw(",\"status\":")
                .number(status)
                .raw(",\"detail\":")
                .string(words)
                .raw(",\"code\":")
                .string(code())
                .raw("}")
                .toByteArray();
    }
}
