package dev.taskcast.cli.command;

import dev.taskcast.cli.terminal.ColorMode;
import dev.taskcast.cli.terminal.Terminal;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Function;

/**
 * What a process has around it.
 *
 * @param environment its variables
 * @param in the standard input
 * @param terminal where it writes to, by when there are colors
 */
public record Surroundings(Map<String, String> environment, InputStream in, Function<ColorMode, Terminal> terminal) {
    /** Makes the map immutable. */
    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /**
     * Those of this process.
     *
     * @return them
     */
    public static Surroundings ofProcess() {
        Map<String, String> environment = System.getenv();
        return new Surroundings(environment, System.in, mode -> Terminal.ofProcess(mode, environment));
    }
}
