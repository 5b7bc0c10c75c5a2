package dev.taskcast.demo.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM like this one, which ends when this one does: see {@link Lifeline}. */
public final class ChildJvm {
    private ChildJvm() {}

    /**
     * Starts one. What it prints is to be read by the caller.
     *
     * @param main of the same class path; its first act must be {@link Lifeline#tie}
     * @param options for the JVM, for example {@code -Xmx64m}
     * @param words for its main method
     * @return a process whose standard input is its lifeline
     * @throws IOException if it can't be started
     */
    public static Process start(Class<?> main, List<String> options, List<String> words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(words);
        return new ProcessBuilder(command).start();
    }
}
