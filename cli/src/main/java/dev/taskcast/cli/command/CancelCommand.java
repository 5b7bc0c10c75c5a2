package dev.taskcast.cli.command;

import dev.taskcast.cli.output.Outcome;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Cancels tasks. */
@Command(name = "cancel", description = "Cancels the runs of tasks. One that does not run is left as it is.")
final class CancelCommand extends ServerCommand {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "Which tasks")
    private List<String> ids = new ArrayList<>();

    @Override
    Outcome run() {
        return new Starts(this).cancel(ids);
    }
}
