package dev.taskcast.cli.command;

import dev.taskcast.cli.output.Json;
import dev.taskcast.cli.output.Outcome;
import dev.taskcast.cli.watch.Goal;
import dev.taskcast.client.TaskActions;
import dev.taskcast.codec.JsonReader;
import dev.taskcast.codec.Payload;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.Unique;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits a task. */
@Command(
        name = "submit",
        description = {
            "Makes a task of a type, and has it run. Prints its id.",
            "When it runs, --key, --priority and --unique are taken only where the type lets a request say so."
        })
final class SubmitCommand extends ServerCommand {
    @Parameters(index = "0", paramLabel = "TYPE", description = "The name of the type")
    private String type = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PAYLOAD",
            description = "JSON; @FILE reads a file, - the standard input. Default: null")
    private String payload = "null";

    @Option(names = "--id", paramLabel = "ID", description = "The id. Default: the server makes one")
    private @Nullable String id;

    @Option(names = "--title", paramLabel = "TEXT", description = "A name for people")
    private @Nullable String title;

    @Option(names = "--description", paramLabel = "TEXT", description = "A sentence for people")
    private @Nullable String description;

    @Option(names = "--tag", split = ",", paramLabel = "TAG", description = "A tag; may come several times")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--key", paramLabel = "KEY", description = "Whose turn it is within the queue")
    private @Nullable String key;

    @Option(names = "--priority", paramLabel = "N", description = "0 to 9, the higher the sooner. Default: 4")
    private @Nullable Integer priority;

    @Option(
            names = "--after",
            paramLabel = "TIME",
            converter = Times.OfDuration.class,
            description = "Begins no sooner than in that time, such as 10m")
    private @Nullable Duration after;

    @Option(
            names = "--at",
            paramLabel = "WHEN",
            converter = Times.OfFuture.class,
            description = "Begins no sooner than at that time, such as 2026-11-30T22:00")
    private @Nullable Instant at;

    @Option(
            names = "--unique",
            paramLabel = "KEY",
            description = "Only one task with this key that has not ended. What if there is one, --if-taken says")
    private @Nullable String unique;

    @Option(
            names = "--if-taken",
            paramLabel = "DO",
            defaultValue = "join",
            description = "join (answers with the task that is there), reject (ends with 5) or replace (cancels it)."
                    + " Default: ${DEFAULT-VALUE}")
    private IfTaken ifTaken = IfTaken.join;

    @Option(
            names = {"-w", "--watch"},
            description = "Watches it until it has ended")
    private boolean isWatched;

    @Mixin
    private final WatchOptions watch = new WatchOptions();

    private enum IfTaken {
        join,
        reject,
        replace
    }

    @Override
    Outcome run() throws InterruptedException {
        EndpointOptions.Raw json = new EndpointOptions.Raw(json());
        TaskState state;
        try (TaskActions actions = actions()) {
            state = actions.submit(type, json, options());
        }
        if (isJson()) {
            terminal().print(Json.state(state));
        } else {
            terminal().print(state.id());
        }
        return isWatched ? watch.watch(this, stream(), Goal.endOf(List.of(state.id()))) : Outcome.OK;
    }

    private SubmitOptions options() {
        SubmitOptions.Builder options = SubmitOptions.builder();
        set(id, options::id);
        set(title, options::title);
        set(description, options::description);
        set(key, options::key);
        set(priority, options::priority);
        set(after, options::after);
        set(at, options::runAt);
        set(
                unique,
                name -> options.unique(
                        switch (ifTaken) {
                            case join -> Unique.join(name);
                            case reject -> Unique.reject(name);
                            case replace -> Unique.replace(name);
                        }));
        if (!tags.isEmpty()) {
            options.tags(tags.toArray(String[]::new));
        }
        return options.build();
    }

    private static <T> void set(@Nullable T value, Function<T, SubmitOptions.Builder> setter) {
        if (value != null) {
            SubmitOptions.Builder unused = setter.apply(value);
        }
    }

    /** One value, on one line. */
    private String json() {
        byte[] given = read();
        try {
            Object unused = JsonReader.read(given);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The payload must be JSON: " + e.getMessage(), e);
        }
        // Line breaks are between values only, as a text has them escaped.
        return new String(given, StandardCharsets.UTF_8).strip().replaceAll("[\\r\\n]+", " ");
    }

    private byte[] read() {
        try {
            if (payload.equals("-")) {
                return limited(surroundings().in());
            }
            if (payload.startsWith("@")) {
                try (InputStream in = Files.newInputStream(Path.of(payload.substring(1)))) {
                    return limited(in);
                }
            }
            return payload.getBytes(StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("The payload can't be read: " + e, e);
        }
    }

    private static byte[] limited(InputStream in) throws IOException {
        byte[] all = in.readNBytes(Payload.MAX_BYTES + 1);
        if (all.length > Payload.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "A payload must have at most " + Payload.MAX_BYTES + " bytes, got: more");
        }
        return all;
    }
}
