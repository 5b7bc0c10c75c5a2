package dev.taskcast.client;

import dev.taskcast.client.decode.AnswerReader;
import dev.taskcast.client.event.TaskLog;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.client.request.Address;
import dev.taskcast.client.request.Requests;
import dev.taskcast.codec.Payload;
import dev.taskcast.codec.TaskCodec;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskId;
import dev.taskcast.task.TaskPage;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskState;
import dev.taskcast.time.TaskClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What can be done to a server's tasks, each by one request. Every method waits for the answer, and throws a {@link TaskRequestException}
 * where the server refuses, or can't be reached: then it is not known whether something was done. Made by
 * {@link TaskSourceBuilder#actions()}, and part of each {@link TaskEventSource}. Thread-safe.
 */
public final class TaskActions implements AutoCloseable {
    private final Address address;
    private final Requests requests;
    private final @Nullable TaskCodec codec;
    private final Duration patience;
    private final TaskClock clock;
    private final Runnable onClose;
    private volatile @Nullable Told told;

    TaskActions(
            Address address,
            Requests requests,
            @Nullable TaskCodec codec,
            Duration patience,
            TaskClock clock,
            Runnable onClose) {
        this.address = address;
        this.requests = requests;
        this.codec = codec;
        this.patience = patience;
        this.clock = clock;
        this.onClose = onClose;
    }

    /**
     * Starts a task.
     *
     * @param id which
     * @return what came of it
     * @throws TaskRequestException if the server refuses, or can't be reached; {@code unknown_task} where there is no such task
     * @throws IllegalArgumentException if that can't be an id
     */
    public StartOutcome start(String id) {
        return act(id, "/start", StartOutcome::valueOf);
    }

    /**
     * Cancels a task's run.
     *
     * @param id which
     * @return what came of it
     * @throws TaskRequestException if the server refuses, or can't be reached; {@code unknown_task} where there is no such task
     * @throws IllegalArgumentException if that can't be an id
     */
    public CancelOutcome cancel(String id) {
        return act(id, "/cancel", CancelOutcome::valueOf);
    }

    private <T> T act(String id, String verb, Function<String, T> outcome) {
        return ask(
                "POST",
                path(id) + verb,
                null,
                answer -> outcome.apply(AnswerReader.text(answer, "outcome").toUpperCase(Locale.ROOT)));
    }

    /**
     * Makes a task of a type, and starts it.
     *
     * @param type the name of the type
     * @param payload what the task is to do: any that the {@linkplain TaskSourceBuilder#codec codec} knows; without one null, a
     *     string, number, boolean, list, map or record of these
     * @return the task, or the one that it joined
     * @throws TaskRequestException if the server refuses, or can't be reached
     * @throws IllegalArgumentException if the payload can't be encoded
     */
    public TaskState submit(String type, @Nullable Object payload) {
        return submit(type, payload, SubmitOptions.DEFAULT);
    }

    /**
     * Makes a task of a type, and starts it when its time has come.
     *
     * @param type the name of the type
     * @param payload as in {@link #submit(String, Object)}
     * @param options what the task is. When it runs is said to the server, which takes no notice where the type does not let a request say so
     * @return the task, or the one that it joined
     * @throws TaskRequestException if the server refuses, or can't be reached
     * @throws IllegalArgumentException if the payload can't be encoded, or the options say what no request can: an owner, a transaction, a
     *     weight
     */
    public TaskState submit(String type, @Nullable Object payload, SubmitOptions options) {
        byte[] json = Payload.of(payload, codec).json();
        return ask("POST", "", SubmitJson.write(type, json, options), AnswerReader::state);
    }

    /**
     * Asks how a task is.
     *
     * @param id which
     * @return its state
     * @throws TaskRequestException if the server refuses, or can't be reached; {@code unknown_task} where there is no such task
     * @throws IllegalArgumentException if that can't be an id
     */
    public TaskState get(String id) {
        return ask("GET", path(id), null, AnswerReader::state);
    }

    /**
     * Finds tasks: those that the viewer sees, whatever a stream of the same builder shows.
     *
     * @param query which, in which order
     * @return a page of them. Its {@link TaskPage#about} is 0 for viewers who do not see everything; its position is 0 where the
     *     server tells none that is a number
     * @throws TaskRequestException if the server refuses, or can't be reached
     */
    public TaskPage find(TaskQuery query) {
        AnswerReader.Page page = request("GET", address.list(QueryParameters.of(query)), null, AnswerReader::page);
        if (page.now() > 0) {
            told = new Told(Instant.ofEpochMilli(page.now()), clock.nanos());
        }
        return new TaskPage(
                page.tasks(),
                page.next(),
                position(page.position()),
                page.about(),
                page.isAboutMore(),
                page.isPartial());
    }

    private static long position(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException otherServer) {
            return 0;
        }
    }

    /**
     * What time it is at the server, whatever this machine's clock says: as its newest list has told, and how long ago that was.
     *
     * @return empty before the first {@link #find}
     */
    public Optional<Instant> serverTime() {
        Told newest = told;
        return newest == null ? Optional.empty() : Optional.of(newest.now().plusNanos(clock.nanos() - newest.nanos()));
    }

    private record Told(Instant now, long nanos) {}

    /**
     * Reads what a task's newest run has logged: up to 1,000 lines.
     *
     * @param id which
     * @param after the number after which the lines begin; 0 for all that are kept
     * @return the lines
     * @throws TaskRequestException if the server refuses, or can't be reached; {@code unknown_task} where there is no such task
     * @throws IllegalArgumentException if that can't be an id, or the number is negative
     */
    public TaskLog log(String id, long after) {
        if (after < 0) {
            throw new IllegalArgumentException("The number of a line must not be negative, got: " + after);
        }
        return ask("GET", path(id) + "/log?after=" + after, null, AnswerReader::log);
    }

    private static String path(String id) {
        return "/" + Address.segment(TaskId.requireValid(id));
    }

    private <T> T ask(String method, String path, byte @Nullable [] body, Function<byte[], T> read) {
        return request(method, address.below(path), body, read);
    }

    private <T> T request(String method, URI url, byte @Nullable [] body, Function<byte[], T> read) {
        byte[] answer;
        try {
            answer = requests.ask(method, url, body, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TaskRequestException("The thread was interrupted", TaskRequestException.INTERRUPTED, e);
        }
        try {
            return read.apply(answer);
        } catch (IllegalArgumentException e) {
            throw new TaskRequestException(
                    "The answer is not what was asked for: " + e.getMessage(), TaskRequestException.NOT_UNDERSTOOD, e);
        }
    }

    /** Gives up what is under way, and lets go of its threads. Idempotent. */
    @Override
    public void close() {
        onClose.run();
    }
}
