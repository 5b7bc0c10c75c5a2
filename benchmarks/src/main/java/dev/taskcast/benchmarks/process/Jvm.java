package dev.taskcast.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM of this class path that answers one line for each line it is sent. */
public final class Jvm implements Peer {

    // Without pinning, the scheduler at times puts a woken client on the server's core: results vary by half.
    private static final Path TASKSET = Path.of("/usr/bin/taskset");
    private static final Path CHRT = Path.of("/usr/bin/chrt");

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream commands;

    private Jvm(Process process) {
        this.process = process;
        answers = process.inputReader(StandardCharsets.US_ASCII);
        commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    }

    /** On any processor. */
    public static Jvm anywhere(List<String> flags, Class<?> main, String... args) throws IOException {
        return start(new ArrayList<>(), flags, System.getProperty("java.class.path"), main, args);
    }

    /** On one processor. */
    public static Jvm start(int cpu, List<String> flags, Class<?> main, String... args) throws IOException {
        return start(cpu, flags, System.getProperty("java.class.path"), main, args);
    }

    /** On one processor, with another class path. */
    public static Jvm start(int cpu, List<String> flags, String classPath, Class<?> main, String... args)
            throws IOException {
        return start(List.of(), cpu, flags, classPath, main, args);
    }

    /** On one processor, for as long as nobody else wants it. */
    public static Jvm startIdle(int cpu, List<String> flags, Class<?> main, String... args) throws IOException {
        List<String> idle = CHRT.toFile().canExecute() ? List.of(CHRT.toString(), "--idle", "0") : List.of();
        return start(idle, cpu, flags, System.getProperty("java.class.path"), main, args);
    }

    private static Jvm start(
            List<String> prefix, int cpu, List<String> flags, String classPath, Class<?> main, String... args)
            throws IOException {
        var command = new ArrayList<String>(prefix);
        if (TASKSET.toFile().canExecute()) {
            command.addAll(List.of(TASKSET.toString(), "-c", String.valueOf(cpu)));
        }
        return start(command, flags, classPath, main, args);
    }

    private static Jvm start(List<String> command, List<String> flags, String classPath, Class<?> main, String... args)
            throws IOException {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(args));
        return new Jvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    @Override
    public void send(String command) {
        commands.println(command);
    }

    @Override
    public String line() throws IOException {
        String line = answers.readLine();
        while (line != null && line.startsWith("[")) { // what the JVM logs, such as that its flight recorder is on
            line = answers.readLine();
        }
        if (line == null) {
            throw new IOException("a child JVM must answer, but it ended");
        }
        return line;
    }

    @Override
    public void close() {
        commands.close(); // which ends it, in its own way, so that a recorder can write its file
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly().onExit().join();
    }
}
