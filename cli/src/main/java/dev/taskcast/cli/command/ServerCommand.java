package dev.taskcast.cli.command;

import dev.taskcast.cli.output.Outcome;
import dev.taskcast.cli.terminal.Terminal;
import dev.taskcast.client.TaskActions;
import dev.taskcast.client.TaskSourceBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** A command that asks a server. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = TaskcastCommand.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = false)
abstract class ServerCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private TaskcastCommand root;

    @Mixin
    private final EndpointOptions endpoint = new EndpointOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Override
    public final Integer call() throws InterruptedException {
        return run().exitCode();
    }

    /** Does it. */
    abstract Outcome run() throws InterruptedException;

    final Terminal terminal() {
        return root.terminal(output.color());
    }

    final Surroundings surroundings() {
        return root.surroundings();
    }

    final Map<String, String> environment() {
        return root.surroundings().environment();
    }

    final EndpointOptions endpoint() {
        return endpoint;
    }

    final boolean isJson() {
        return output.isJson();
    }

    final TaskSourceBuilder stream() {
        return endpoint.builder(environment());
    }

    final TaskActions actions() {
        return stream().actions();
    }

    final Duration timeout() {
        return endpoint.timeout();
    }
}
