package dev.taskcast.cli.command;

import dev.taskcast.cli.output.Outcome;
import dev.taskcast.cli.watch.Goal;
import dev.taskcast.client.TaskActions;
import dev.taskcast.client.event.TaskLog;
import dev.taskcast.task.TaskId;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints the lines of a task's newest run. */
@Command(name = "logs", description = "Prints what the newest run of a task has logged.")
final class LogsCommand extends ServerCommand {
    @Parameters(paramLabel = "ID", description = "Which task")
    private String id = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with what it logs, until it has ended; its outcome is the exit code")
    private boolean isFollowed;

    @Option(
            names = "--after",
            paramLabel = "N",
            defaultValue = "0",
            description = "Begins after the line of this number")
    private long after;

    @Mixin
    private final FollowOptions follow = new FollowOptions();

    @Override
    Outcome run() throws InterruptedException {
        LogLines lines = new LogLines(terminal(), isJson(), TaskId.requireValid(id), after);
        if (!isFollowed) {
            rest(lines);
            return Outcome.OK;
        }
        Outcome outcome = follow.watch(this, stream().logs(id), Goal.endOf(List.of(id)), lines);
        rest(lines);
        return outcome;
    }

    /** All that was not printed yet, page by page. */
    private void rest(LogLines lines) {
        try (TaskActions actions = actions()) {
            TaskLog page;
            do {
                page = actions.log(id, lines.last());
                if (lines.isNewer(page.run())) {
                    return; // another run has begun meanwhile
                }
                lines.add(page.run(), page.from(), page.lines());
            } while (page.next() > 0);
        }
    }
}
