package dev.taskcast.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.cli.command.CliRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch without a terminal, of a server that is killed and comes back. */
class WithoutTerminalTest {
    @TempDir
    private Path folder;

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    private Process server(int port) throws IOException {
        List<String> command = Processes.java(
                DurableServer.class,
                String.valueOf(port),
                folder.resolve("store").toString(),
                folder.resolve("end").toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log-" + System.nanoTime()).toFile())
                .start();
        Processes.awaitListening(port);
        return process;
    }

    private Process watch(int port, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Processes.taskcast(arguments)).redirectErrorStream(true);
        builder.environment().putAll(Processes.environment(port));
        Process process = builder.start();
        Thread.ofVirtual().start(() -> {
            try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                reader.lines().forEach(lines::add);
            } catch (IOException ended) {
                lines.add("broken off: " + ended);
            }
        });
        return process;
    }

    private void awaitLine(Predicate<String> wanted) {
        Awaitility.await().atMost(Processes.PATIENCE).until(() -> lines.stream().anyMatch(wanted));
    }

    @Test
    void aKilledServerIsWaitedForAndTheOutcomeIsThatOfTheRunThatEnded() throws Exception {
        int port = Processes.freePort();
        Process first = server(port);
        Process watch = watch(port, "start", "endless", "--watch");
        try {
            awaitLine(line -> line.contains("endless running: "));
            first.destroyForcibly().waitFor();
            awaitLine(line -> line.equals("The connection is lost. Trying again."));
            Process second = server(port);
            try {
                awaitLine(line -> line.equals("Connected again."));
                Files.createFile(folder.resolve("end"));
                assertThat(watch.waitFor()).isZero();
                awaitLine(line -> line.contains("endless completed: all is well"));
                assertThat(lines).noneMatch(line -> line.contains("\u001b"));
            } finally {
                second.destroyForcibly().waitFor();
            }
        } finally {
            watch.destroyForcibly().waitFor();
            first.destroyForcibly().waitFor();
        }
    }

    @Test
    void aServerThatDoesNotComeBackIsGivenUpWhereThatIsWanted() throws Exception {
        int port = Processes.freePort();
        Process first = server(port);
        Process watch = watch(port, "start", "endless", "--watch", "--give-up", "100ms");
        try {
            awaitLine(line -> line.contains("endless running: "));
            first.destroyForcibly().waitFor();
            assertThat(watch.waitFor()).isEqualTo(6);
        } finally {
            watch.destroyForcibly().waitFor();
            first.destroyForcibly().waitFor();
        }
    }

    @Test
    void theVersionIsPrinted() {
        assertThat(CliRun.of(Map.of(), "", "--version").out()).matches("taskcast \\d+\\.\\d+\\.\\d+.*\\R");
    }
}
