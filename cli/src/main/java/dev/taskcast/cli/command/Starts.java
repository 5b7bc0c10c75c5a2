package dev.taskcast.cli.command;

import dev.taskcast.cli.output.Json;
import dev.taskcast.cli.output.Outcome;
import dev.taskcast.cli.watch.Goal;
import dev.taskcast.client.TaskActions;
import dev.taskcast.client.event.TaskRequestException;
import dev.taskcast.task.TaskId;
import dev.taskcast.task.TaskState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does something to one task after the other: that one is refused keeps nobody from the next. */
final class Starts {
    private final ServerCommand command;

    Starts(ServerCommand command) {
        this.command = command;
    }

    /** Starts tasks, and watches those that were, if that is wanted. */
    Outcome start(List<String> ids, @Nullable WatchOptions watch) throws InterruptedException {
        if (watch != null) {
            watch.require(ids.size());
        }
        Map<String, Optional<TaskState>> before = new LinkedHashMap<>();
        Outcome outcome;
        try (TaskActions actions = command.actions()) {
            outcome = each(ids, id -> {
                Optional<TaskState> state = watch == null ? Optional.empty() : Optional.of(actions.get(id));
                String word = actions.start(id).name();
                before.put(id, state);
                return word;
            });
        }
        return watch == null || before.isEmpty()
                ? outcome
                : outcome.or(watch.watch(command, command.stream(), new Goal(before, false)));
    }

    /** Cancels tasks. */
    Outcome cancel(List<String> ids) {
        try (TaskActions actions = command.actions()) {
            return each(ids, id -> actions.cancel(id).name());
        }
    }

    private Outcome each(List<String> ids, Function<String, String> action) {
        ids.forEach(TaskId::requireValid);
        Outcome outcome = Outcome.OK;
        for (String id : ids) {
            try {
                String word = action.apply(id).toLowerCase(Locale.ROOT);
                if (command.isJson()) {
                    command.terminal().print(Json.done(id, word));
                } else {
                    command.terminal().print(id + ": " + word.replace('_', ' '));
                }
            } catch (TaskRequestException e) {
                command.terminal().error(id + ": " + e.getMessage());
                outcome = outcome.or(Outcome.of(e));
                if (Outcome.of(e) == Outcome.UNREACHABLE) {
                    break;
                }
            }
        }
        return outcome;
    }
}
