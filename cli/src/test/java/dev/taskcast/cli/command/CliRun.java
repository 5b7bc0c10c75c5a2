package dev.taskcast.cli.command;

import dev.taskcast.cli.terminal.Looks;
import dev.taskcast.cli.terminal.Size;
import dev.taskcast.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** What a command has printed, and its exit code. It runs within this process, without a terminal. */
public record CliRun(int exitCode, String out, String err) {
    /** Runs a command. */
    public static CliRun of(Map<String, String> environment, String in, String... arguments) {
        return sized(Size.ENDLESS, environment, in, arguments);
    }

    static CliRun sized(Size size, Map<String, String> environment, String in, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Surroundings surroundings = new Surroundings(
                environment,
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                mode -> new Terminal(out, err, Looks.PLAIN, false, () -> size));
        CommandLine line = TaskcastCommand.commandLine(surroundings);
        line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        int code = line.execute(arguments);
        return new CliRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The lines that were printed. */
    public List<String> lines() {
        return out.lines().toList();
    }
}
