package dev.taskcast.cli.command;

import dev.taskcast.cli.output.Json;
import dev.taskcast.cli.output.Outcome;
import dev.taskcast.cli.output.TaskDetails;
import dev.taskcast.client.TaskActions;
import dev.taskcast.task.TaskId;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskState;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows all that is known of a task. */
@Command(name = "show", description = "Shows all that is known of a task.")
final class ShowCommand extends ServerCommand {
    @Parameters(paramLabel = "ID", description = "Which task")
    private String id = "";

    @Override
    Outcome run() {
        try (TaskActions actions = actions()) {
            // The list tells the server's time as well; that there is no such task, and why, the task's own address.
            TaskQuery query = TaskQuery.builder().ids(TaskId.requireValid(id)).build();
            List<TaskState> found = actions.find(query).states();
            TaskState state = found.isEmpty() ? actions.get(id) : found.getFirst();
            if (isJson()) {
                terminal().print(Json.state(state));
            } else {
                new TaskDetails(terminal(), actions.serverTime().orElseGet(Instant::now)).print(state);
            }
        }
        return Outcome.OK;
    }
}
