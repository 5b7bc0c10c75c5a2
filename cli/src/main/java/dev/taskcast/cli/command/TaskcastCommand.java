package dev.taskcast.cli.command;

import dev.taskcast.cli.output.Outcome;
import dev.taskcast.cli.terminal.ColorMode;
import dev.taskcast.cli.terminal.SafeText;
import dev.taskcast.cli.terminal.Terminal;
import dev.taskcast.client.event.TaskRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command {@code taskcast}: its commands, and what becomes of what they throw. */
@Command(
        name = "taskcast",
        mixinStandardHelpOptions = true,
        versionProvider = TaskcastCommand.Version.class,
        description = "Lists, watches, starts and cancels the tasks of a server.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LsCommand.class,
            ShowCommand.class,
            WatchCommand.class,
            LogsCommand.class,
            SubmitCommand.class,
            StartCommand.class,
            CancelCommand.class,
            RetryCommand.class,
            DoctorCommand.class,
            CompletionCommand.class
        },
        exitCodeListHeading = "%nExit codes; of several tasks the worst one:%n",
        exitCodeList = {
            "0:All is done, and the tasks are completed",
            "1:A task has failed",
            "2:What was asked for can't be understood",
            "3:A task was canceled",
            "4:A task took longer than its timeout",
            "5:Refused: denied, no such task, not unique, not in a state for that",
            "6:The server can't be reached",
            "130:Ended by Ctrl-C; the tasks go on"
        },
        footerHeading = "%nThe server is TASKCAST_URL, or http://localhost:8080/tasks; TASKCAST_TOKEN is its token.%n")
public final class TaskcastCommand implements Runnable {
    private static final int DEFECT = 70;
    private static final int INTERRUPTED = 130;

    private final Surroundings surroundings;
    private @Nullable Terminal terminal;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    private TaskcastCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * Reads arguments, and does what they say.
     *
     * @param surroundings of the process
     * @param arguments of the process
     * @return the exit code
     */
    public static int run(Surroundings surroundings, String... arguments) {
        return commandLine(surroundings).execute(arguments);
    }

    static CommandLine commandLine(Surroundings surroundings) {
        TaskcastCommand root = new TaskcastCommand(surroundings);
        CommandLine line = new CommandLine(root);
        // Its own look whether there is a terminal is wrong since JDK 22.
        line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        line.setUsageHelpAutoWidth(false);
        line.setExpandAtFiles(false); // @FILE is a payload
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(root::misused);
        line.setExecutionExceptionHandler((e, command, parsed) -> root.failed(e));
        return line;
    }

    /** Without a command. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "A command is missing");
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** Where all is written. The first who asks says when there are colors. */
    Terminal terminal(ColorMode mode) {
        Terminal open = terminal;
        if (open == null) {
            open = surroundings.terminal().apply(mode);
            terminal = open;
        }
        return open;
    }

    private int misused(CommandLine.ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(SafeText.line(words(e)));
        boolean unused = CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    /** What follows an option that is not known may be a secret: options are named, and nothing else. */
    private static String words(CommandLine.ParameterException e) {
        if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)) {
            return String.valueOf(e.getMessage());
        }
        List<String> options = unmatched.getUnmatched().stream()
                .filter(argument -> argument.startsWith("-"))
                .map(argument -> argument.split("=", 2)[0])
                .toList();
        return options.isEmpty()
                ? "There are more arguments than this command takes"
                : "Not known here: " + String.join(", ", options) + ". Options come after the command";
    }

    private int failed(Exception e) {
        Terminal open = terminal(ColorMode.never);
        if (e instanceof TaskRequestException refused) {
            open.error(String.valueOf(refused.getMessage()));
            return Outcome.of(refused).exitCode();
        }
        if (e instanceof InterruptedException) {
            return INTERRUPTED;
        }
        open.error(String.valueOf(e.getMessage()));
        if (e instanceof IllegalArgumentException) {
            return CommandLine.ExitCode.USAGE;
        }
        e.printStackTrace();
        return DEFECT;
    }

    /** Reads the version from where the build has written it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            try (InputStream in = TaskcastCommand.class.getResourceAsStream("/dev/taskcast/cli/version.properties")) {
                Properties properties = new Properties();
                if (in != null) {
                    properties.load(in);
                }
                return new String[] {"taskcast " + properties.getProperty("version", "of an unknown version")};
            }
        }
    }
}
