package dev.taskcast.benchmarks.process;

import java.io.IOException;
import java.util.stream.Stream;

/** The other side of a measurement: answers one line for each line it is sent. */
public interface Peer extends AutoCloseable {

    void send(String command);

    /** The next line of what it says. */
    String line() throws IOException;

    default String ask(String command) throws IOException {
        send(command);
        return line();
    }

    default long[] askNumbers(String command) throws IOException {
        return Stream.of(ask(command).split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @Override
    void close();
}
