package dev.taskcast.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that prints {@code figure NAME VALUE} lines, and ends. */
public final class Child {

    private static final long MINUTES = 20;

    private final List<String> command;

    public Child(List<String> command) {
        this.command = command;
    }

    /** A JVM of this class path. */
    public static Child java(List<String> flags, Class<?> main, List<String> args) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(args);
        return new Child(command);
    }

    /** What the child calls. */
    public static void printFigure(String name, double value) {
        System.out.println("figure " + name + " " + value);
    }

    /** Runs it; its figures. */
    public Map<String, Double> figures() throws IOException, InterruptedException {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (String line : lines()) {
            if (line.startsWith("figure ")) {
                String[] words = line.split(" ", 3);
                figures.put(words[1], Double.valueOf(words[2]));
            }
        }
        return figures;
    }

    /** Runs it; all that it prints. */
    public List<String> lines() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Nobody reads until it ends: what it prints fits in the pipe.
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("A process must end in " + MINUTES + " minutes: " + command);
            }
            if (process.exitValue() != 0) {
                throw new IOException("A process must succeed, but ended with " + process.exitValue() + ": " + command);
            }
            return process.inputReader(StandardCharsets.UTF_8).lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
