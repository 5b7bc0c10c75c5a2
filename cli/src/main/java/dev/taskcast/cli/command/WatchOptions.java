package dev.taskcast.cli.command;

import dev.taskcast.cli.output.Outcome;
import dev.taskcast.cli.terminal.Terminal;
import dev.taskcast.cli.watch.BarsView;
import dev.taskcast.cli.watch.Goal;
import dev.taskcast.cli.watch.JsonView;
import dev.taskcast.cli.watch.PlainView;
import dev.taskcast.cli.watch.View;
import dev.taskcast.client.TaskSourceBuilder;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How it is watched. */
final class WatchOptions {
    private static final int MAX_LOGS = 20;

    @Option(names = "--logs", description = "Shows the lines that the runs log; of at most " + MAX_LOGS + " tasks")
    private boolean logs;

    @Mixin
    private final FollowOptions follow = new FollowOptions();

    /**
     * Refuses what can't be watched so, before something is done.
     *
     * @throws IllegalArgumentException where lines of too many tasks, or of none, are asked for
     */
    void require(int tasks) {
        if (logs && (tasks == 0 || tasks > MAX_LOGS)) {
            throw new IllegalArgumentException("--logs must be about 1 to " + MAX_LOGS + " ids, got: " + tasks);
        }
    }

    /** Watches until the goal is reached. */
    Outcome watch(ServerCommand command, TaskSourceBuilder stream, Goal goal) throws InterruptedException {
        require(goal.before().size());
        if (logs) {
            stream.logs(goal.before().keySet().toArray(String[]::new));
        }
        return follow.watch(command, stream, goal, view(command));
    }

    private static View view(ServerCommand command) {
        Terminal terminal = command.terminal();
        if (command.isJson()) {
            return new JsonView(terminal);
        }
        return terminal.isLive()
                ? new BarsView(terminal, FollowOptions.millis())
                : new PlainView(terminal, FollowOptions.millis());
    }
}
