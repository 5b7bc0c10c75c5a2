package dev.taskcast.cli.command;

import dev.taskcast.cli.terminal.ColorMode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Prints a script of completions. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = TaskcastCommand.Version.class,
        description = {
            "Prints a script that completes commands and options in bash and zsh.",
            "In ~/.bashrc or ~/.zshrc: source <(taskcast completion)"
        })
final class CompletionCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private TaskcastCommand root;

    @Override
    public Integer call() {
        String script = AutoComplete.bash("taskcast", TaskcastCommand.commandLine(root.surroundings()));
        root.terminal(ColorMode.never).printRaw(script.stripTrailing());
        return 0;
    }
}
