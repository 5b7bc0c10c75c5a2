package dev.taskcast.benchmarks.stream;

import dev.taskcast.benchmarks.process.Peer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What runs in a JVM of its own where it is measured, on a thread: it starts at once. */
final class ThreadPeer implements Peer {

    /** Answers commands until there are no more. */
    interface Main {
        void serve(BufferedReader commands, PrintStream answers) throws Exception;
    }

    private final PrintStream commands;
    private final BufferedReader answers;
    private final Thread thread;
    private volatile @Nullable Exception failure;

    ThreadPeer(Main main) throws IOException {
        var commandPipe = new PipedOutputStream();
        var answerPipe = new PipedOutputStream();
        var in =
                new BufferedReader(new InputStreamReader(new PipedInputStream(commandPipe), StandardCharsets.US_ASCII));
        answers =
                new BufferedReader(new InputStreamReader(new PipedInputStream(answerPipe), StandardCharsets.US_ASCII));
        commands = new PrintStream(commandPipe, true, StandardCharsets.US_ASCII);
        thread = Thread.ofPlatform().start(() -> {
            try (PrintStream out = new PrintStream(answerPipe, true, StandardCharsets.US_ASCII)) {
                main.serve(in, out);
            } catch (Exception e) {
                failure = e; // the driver sees an end without an answer
            }
        });
    }

    @Override
    public void send(String command) {
        commands.println(command);
        commands.flush();
    }

    @Override
    public String line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("a side must answer, but it ended", failure);
        }
        return line;
    }

    @Override
    public void close() {
        commands.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
