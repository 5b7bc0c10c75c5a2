package dev.taskcast.cli.command;

import dev.taskcast.cli.output.Json;
import dev.taskcast.cli.output.Outcome;
import dev.taskcast.cli.output.TaskTable;
import dev.taskcast.cli.terminal.Terminal;
import dev.taskcast.client.TaskActions;
import dev.taskcast.task.TaskPage;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskSort;
import dev.taskcast.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists tasks. */
@Command(name = "ls", description = "Lists tasks, the newest first.")
final class LsCommand extends ServerCommand {
    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Option(
            names = "--sort",
            paramLabel = "SORT",
            defaultValue = "-created",
            description = "created, started, ended or duration; with - the other way round. Default: ${DEFAULT-VALUE}")
    private String sort = "-created";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many: 1 to 1000. Default: ${DEFAULT-VALUE}")
    private int limit = TaskQuery.DEFAULT_LIMIT;

    @Option(names = "--all", description = "All that match, however many")
    private boolean all;

    @Option(names = "--ids", description = "Prints the ids, and nothing else")
    private boolean ids;

    @Override
    Outcome run() {
        TaskSort order = TaskSort.of(sort)
                .orElseThrow(() -> new IllegalArgumentException("A sort must be one of "
                        + Arrays.stream(TaskSort.values())
                                .map(TaskSort::wireName)
                                .collect(Collectors.joining(", "))
                        + ", got: " + sort));
        TaskQuery query = filter.query()
                .sort(order)
                .limit(all ? TaskQuery.MAX_LIMIT : limit)
                .build();
        try (TaskActions actions = actions()) {
            List<TaskState> table = new ArrayList<>();
            TaskPage page = actions.find(query);
            add(page, table);
            // A page may have been broken off before it was full: then the search goes on.
            while (page.next() != null
                    && (all || (page.isPartial() && page.states().isEmpty()))) {
                page = actions.find(query.after(page.next()));
                add(page, table);
            }
            print(table, actions);
            if (page.next() != null) {
                terminal()
                        .error("There are more: " + (page.about() > 0 ? about(page) + " match. " : "")
                                + "Ask for --all, or for a larger --limit.");
            }
        }
        return Outcome.OK;
    }

    private static String about(TaskPage page) {
        return page.about() + (page.isAboutMore() ? " or more" : "");
    }

    /** What needs no widths is printed at once, so that any number of tasks can be listed. */
    private void add(TaskPage page, List<TaskState> table) {
        Terminal terminal = terminal();
        if (isJson()) {
            page.states().forEach(state -> terminal.print(Json.state(state)));
        } else if (ids) {
            page.states().forEach(state -> terminal.print(state.id()));
        } else {
            table.addAll(page.states());
        }
    }

    private void print(List<TaskState> table, TaskActions actions) {
        if (isJson() || ids) {
            return;
        }
        if (table.isEmpty()) {
            terminal().error(filter.isGiven() ? "No task matches." : "There are no tasks.");
        } else {
            new TaskTable(terminal()).print(table, actions.serverTime().orElseGet(Instant::now));
        }
    }
}
