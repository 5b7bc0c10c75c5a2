package dev.taskcast.cli.command;

import dev.taskcast.cli.output.Outcome;
import dev.taskcast.cli.watch.Goal;
import dev.taskcast.client.TaskSourceBuilder;
import dev.taskcast.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Watches tasks. */
@Command(
        name = "watch",
        description = {
            "Watches tasks: a bar each in a terminal, else a line for each change.",
            "With ids it ends when all of them have ended, with their outcome as its exit code. Ctrl-C ends watching; the"
                    + " tasks go on."
        })
final class WatchCommand extends ServerCommand {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "Which tasks. Without: all that run or wait")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--type", split = ",", paramLabel = "TYPE", description = "Only tasks of this type")
    private List<String> types = new ArrayList<>();

    @Option(names = "--owner", paramLabel = "OWNER", description = "Only tasks of this owner")
    private List<String> owners = new ArrayList<>();

    @Option(names = "--tag", split = ",", paramLabel = "TAG", description = "Only tasks with this tag")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--until-done", description = "Without ids: ends once no task runs or waits")
    private boolean untilDone;

    @Mixin
    private final WatchOptions watch = new WatchOptions();

    @Override
    Outcome run() throws InterruptedException {
        boolean isFiltered = !types.isEmpty() || !owners.isEmpty() || !tags.isEmpty();
        if (!ids.isEmpty() && isFiltered) {
            throw new IllegalArgumentException("A watch must be of ids or of a type, owner or tag, got: both");
        }
        ids.forEach(TaskId::requireValid);
        TaskSourceBuilder stream = stream();
        if (isFiltered) {
            filter(stream);
        }
        return watch.watch(this, stream, ids.isEmpty() ? new Goal(Map.of(), untilDone) : Goal.endOf(ids));
    }

    private void filter(TaskSourceBuilder stream) {
        if (!types.isEmpty()) {
            stream.types(types.toArray(String[]::new));
        }
        if (!owners.isEmpty()) {
            stream.owners(owners.toArray(String[]::new));
        }
        if (!tags.isEmpty()) {
            stream.tags(tags.toArray(String[]::new));
        }
    }
}
