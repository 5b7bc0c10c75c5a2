package dev.taskcast.benchmarks.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Another JVM of this class path that answers one line for each line it is sent. */
final class Jvm implements AutoCloseable {

    // Without pinning, the scheduler at times puts a woken client on the server's core: results vary by half.
    private static final Path TASKSET = Path.of("/usr/bin/taskset");

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream commands;

    private Jvm(Process process) {
        this.process = process;
        answers = process.inputReader(StandardCharsets.US_ASCII);
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    }

    static Jvm start(int cpu, List<String> flags, Class<?> main, String... args) throws IOException {
        var command = new ArrayList<String>();
        if (TASKSET.toFile().canExecute()) {
            command.addAll(List.of(TASKSET.toString(), "-c", String.valueOf(cpu)));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        return new Jvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    String line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("a child JVM must answer, but it ended");
        }
        return line;
    }

    String ask(String command) throws IOException {
        commands.println(command);
        return line();
    }

    long[] askNumbers(String command) throws IOException {
        return Stream.of(ask(command).split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
