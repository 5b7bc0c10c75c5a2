package dev.taskcast.cli;

import dev.taskcast.cli.command.Surroundings;
import dev.taskcast.cli.command.TaskcastCommand;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Where {@code java -jar taskcast-cli.jar} begins. */
public final class Main {
    private Main() {}

    /** What the JDK's logging asks for its configuration: nothing is logged, as a command says itself what goes wrong. */
    public static final class NoLogging {
        /** Turns it off. */
        public NoLogging() {
            Logger.getLogger("").setLevel(Level.OFF);
        }
    }

    /**
     * Does what the arguments say, and ends the process with its exit code.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.config.class", NoLogging.class.getName());
        System.exit(TaskcastCommand.run(Surroundings.ofProcess(), arguments));
    }
}
