package dev.taskcast.cli.command;

import dev.taskcast.cli.output.Outcome;
import dev.taskcast.cli.watch.Goal;
import dev.taskcast.cli.watch.View;
import dev.taskcast.cli.watch.Watch;
import dev.taskcast.client.TaskSourceBuilder;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** For how long to follow a stream that is lost. */
final class FollowOptions {
    @Option(
            names = "--give-up",
            paramLabel = "TIME",
            converter = Times.OfDuration.class,
            description = "Ends with 6 where the connection is lost for so long. Default: goes on for ever")
    private @Nullable Duration giveUp;

    /** Watches until the goal is reached. */
    Outcome watch(ServerCommand command, TaskSourceBuilder stream, Goal goal, View view) throws InterruptedException {
        if (!goal.before().isEmpty()) {
            stream.tasks(goal.before().keySet().toArray(String[]::new));
        }
        return new Watch(goal, view, millis()).run(stream, command.timeout(), giveUp, command.terminal()::isBroken);
    }

    /** A clock that nobody sets. */
    static LongSupplier millis() {
        return () -> System.nanoTime() / 1_000_000;
    }
}
