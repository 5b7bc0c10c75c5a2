package dev.taskcast.cli.command;

import dev.taskcast.cli.output.Kind;
import dev.taskcast.cli.output.Outcome;
import dev.taskcast.client.TaskActions;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.task.TaskId;
import dev.taskcast.task.TaskPage;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts again what has failed. */
@Command(
        name = "retry",
        description = {
            "Starts tasks again that have failed or took too long.",
            "Either the ids, or what tells which; before it starts more than one that way, it asks."
        })
final class RetryCommand extends ServerCommand {
    private static final int SHOWN = 10;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Which tasks")
    private List<String> ids = new ArrayList<>();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask")
    private boolean yes;

    @Option(
            names = {"-w", "--watch"},
            description = "Watches them until they have ended")
    private boolean isWatched;

    @Mixin
    private final WatchOptions watch = new WatchOptions();

    @Override
    Outcome run() throws InterruptedException {
        if (ids.isEmpty() != filter.isGiven()) {
            throw new IllegalArgumentException(
                    "A retry must be of ids or of what tells which, got: " + (ids.isEmpty() ? "neither" : "both"));
        }
        List<String> chosen;
        Outcome refused = Outcome.OK;
        if (ids.isEmpty()) {
            chosen = found();
            if (chosen.isEmpty()) {
                terminal().error("No task matches that has failed.");
                return Outcome.OK;
            }
            if (chosen.size() > 1 && !yes && !isAgreed(chosen)) {
                terminal().error("Nothing was started. Without somebody to ask, say --yes.");
                return Outcome.REFUSED;
            }
        } else {
            chosen = failed();
            refused = chosen.size() < ids.size() ? Outcome.REFUSED : Outcome.OK;
        }
        return chosen.isEmpty() ? refused : refused.or(new Starts(this).start(chosen, isWatched ? watch : null));
    }

    private static boolean isFailed(TaskState state) {
        return state.status() == TaskStatus.ERROR || state.status() == TaskStatus.TIMED_OUT;
    }

    /** Those of the ids that have failed: it says so of the others. */
    private List<String> failed() {
        List<String> failed = new ArrayList<>();
        try (TaskActions actions = actions()) {
            ids.forEach(TaskId::requireValid);
            for (String id : ids) {
                if (hasFailed(id, actions)) {
                    failed.add(id);
                }
            }
        }
        return failed;
    }

    /** One that can't be asked about keeps nobody from the next, unless there is nobody to ask. */
    private boolean hasFailed(String id, TaskActions actions) {
        try {
            TaskState state = actions.get(id);
            if (isFailed(state)) {
                return true;
            }
            terminal().error(id + " has not failed, it is " + Kind.of(state).word() + ": not started");
        } catch (TaskRequestException e) {
            if (Outcome.of(e) == Outcome.UNREACHABLE) {
                throw e;
            }
            terminal().error(id + ": " + e.getMessage());
        }
        return false;
    }

    private List<String> found() {
        TaskQuery.Builder asked = filter.query().limit(TaskQuery.MAX_LIMIT);
        if (!filter.hasStatus()) {
            asked.statuses(TaskStatus.ERROR, TaskStatus.TIMED_OUT);
        }
        TaskQuery query = asked.build();
        if (!List.of(TaskStatus.ERROR, TaskStatus.TIMED_OUT).containsAll(query.statuses())) {
            throw new IllegalArgumentException("The status of a retry must be error or timed_out, got: another one");
        }
        List<String> found = new ArrayList<>();
        try (TaskActions actions = actions()) {
            TaskPage page = actions.find(query);
            add(page, found);
            while (page.next() != null) {
                page = actions.find(query.after(page.next()));
                add(page, found);
            }
        }
        return found;
    }

    private static void add(TaskPage page, List<String> found) {
        page.states().stream().filter(RetryCommand::isFailed).map(TaskState::id).forEach(found::add);
    }

    private boolean isAgreed(List<String> chosen) {
        List<String> first = chosen.subList(0, Math.min(SHOWN, chosen.size()));
        String more = chosen.size() > SHOWN ? ", and " + (chosen.size() - SHOWN) + " more" : "";
        terminal().error(chosen.size() + " tasks: " + String.join(", ", first) + more + ". Start them again? [y/N]");
        return answer().toLowerCase(Locale.ROOT).startsWith("y");
    }

    private String answer() {
        StringBuilder line = new StringBuilder();
        try {
            InputStream in = surroundings().in();
            for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
                line.append(new String(new byte[] {(byte) next}, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException nobody) {
            return "";
        }
        return line.toString().strip();
    }
}
