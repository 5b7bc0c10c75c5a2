package dev.taskcast.cli.command;

import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which tasks. Values of one option mean or, different options mean and. */
final class FilterOptions {
    @Option(
            names = "--status",
            split = ",",
            paramLabel = "STATUS",
            description = "pending, running, completed, error, canceled or timed_out")
    private List<String> statuses = new ArrayList<>();

    @Option(names = "--type", split = ",", paramLabel = "TYPE", description = "The name of the type")
    private List<String> types = new ArrayList<>();

    @Option(names = "--owner", paramLabel = "OWNER", description = "Whose they are")
    private List<String> owners = new ArrayList<>();

    @Option(names = "--tag", split = ",", paramLabel = "TAG", description = "A tag that they have")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--queue", paramLabel = "QUEUE", description = "The queue; '' is the default one")
    private List<String> queues = new ArrayList<>();

    @Option(names = "--key", paramLabel = "KEY", description = "Whose turn it is within the queue")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--why",
            split = ",",
            paramLabel = "WHY",
            description = "What they wait for: slot, limit, rate, delay, retry, stopping, paused or unknown_type")
    private List<String> whys = new ArrayList<>();

    @Option(
            names = "--error",
            paramLabel = "CLASS",
            description = "The kind of their error, such as java.io.IOException, or interrupted")
    private List<String> errors = new ArrayList<>();

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            converter = Times.OfPast.class,
            description = "From then on: 2h (ago), 2026-11-30, 2026-11-30T14:00")
    private @Nullable Instant since;

    @Option(names = "--until", paramLabel = "WHEN", converter = Times.OfPast.class, description = "Before that time")
    private @Nullable Instant until;

    @Option(
            names = {"-q", "--query"},
            paramLabel = "TEXT",
            description = "Part of their id, title or error")
    private @Nullable String text;

    /** Whether any of them is given. */
    boolean isGiven() {
        return !(statuses.isEmpty()
                        && types.isEmpty()
                        && owners.isEmpty()
                        && tags.isEmpty()
                        && queues.isEmpty()
                        && keys.isEmpty()
                        && whys.isEmpty()
                        && errors.isEmpty())
                || since != null
                || until != null
                || text != null;
    }

    /** Whether a status is given. */
    boolean hasStatus() {
        return !statuses.isEmpty();
    }

    /** Says them. */
    TaskQuery.Builder query() {
        TaskQuery.Builder query = TaskQuery.builder()
                .statuses(named("status", statuses, TaskStatus.values(), TaskStatus::wireName)
                        .toArray(TaskStatus[]::new))
                .types(types.toArray(String[]::new))
                .owners(owners.toArray(String[]::new))
                .tags(tags.toArray(String[]::new))
                .queues(queues.toArray(String[]::new))
                .keys(keys.toArray(String[]::new))
                .whys(named("reason", whys, Standing.Why.values(), Standing.Why::wireName)
                        .toArray(Standing.Why[]::new))
                .errorKinds(errors.toArray(String[]::new));
        Instant from = since;
        Instant to = until;
        String part = text;
        if (from != null) {
            query.since(from);
        }
        if (to != null) {
            query.until(to);
        }
        if (part != null) {
            query.text(part);
        }
        return query;
    }

    private static <T> List<T> named(String what, List<String> names, T[] all, Function<T, String> name) {
        return names.stream()
                .map(each -> Arrays.stream(all)
                        .filter(one -> name.apply(one).equals(each))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("A " + what + " must be one of "
                                + Arrays.stream(all).map(name).collect(Collectors.joining(", ")) + ", got: " + each)))
                .toList();
    }
}
