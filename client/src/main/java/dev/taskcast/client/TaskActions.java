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
import dev.taskcast.task.TaskState;
import java.time.Duration;
import java.util.Locale;
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
    private final Runnable onClose;

    TaskActions(Address address, Requests requests, @Nullable TaskCodec codec, Duration patience, Runnable onClose) {
        this.address = address;
        this.requests = requests;
        this.codec = codec;
        this.patience = patience;
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
        byte[] answer;
        try {
            answer = requests.ask(method, address.below(path), body, patience);
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
