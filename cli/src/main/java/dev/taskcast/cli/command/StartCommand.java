package dev.taskcast.cli.command;

import dev.taskcast.cli.output.Outcome;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts tasks. */
@Command(name = "start", description = "Starts tasks that are not running.")
final class StartCommand extends ServerCommand {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "Which tasks")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = {"-w", "--watch"},
            description = "Watches them until they have ended")
    private boolean isWatched;

    @Mixin
    private final WatchOptions watch = new WatchOptions();

    @Override
    Outcome run() throws InterruptedException {
        return new Starts(this).start(ids, isWatched ? watch : null);
    }
}
