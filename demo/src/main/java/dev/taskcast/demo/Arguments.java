package dev.taskcast.demo;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What the command line says.
 *
 * @param port where to listen; 0 for any free one
 * @param data where the files are
 */
record Arguments(int port, Path data) {
    static final String USAGE = "Usage: ./run [--port N] [--data DIR]";
    private static final Arguments DEFAULT = new Arguments(8080, Path.of("demo", "data"));

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with a message for people
     */
    static Arguments parse(String... words) {
        Arguments parsed = DEFAULT;
        for (int i = 0; i < words.length; i++) {
            String[] parts = words[i].split("=", 2);
            boolean known = parts[0].equals("--port") || parts[0].equals("--data");
            if (!known) {
                throw new IllegalArgumentException("unknown argument " + words[i] + ". " + USAGE);
            }
            if (parts.length == 1 && i + 1 == words.length) {
                throw new IllegalArgumentException(words[i] + " needs a value. " + USAGE);
            }
            String value = parts.length == 2 ? parts[1] : words[++i];
            parsed = parts[0].equals("--port")
                    ? new Arguments(portOf(value), parsed.data)
                    : new Arguments(parsed.port, dataOf(value));
        }
        return parsed;
    }

    private static int portOf(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("--port must be a number from 0 to 65535, got: " + value);
    }

    private static Path dataOf(String value) {
        try {
            if (!value.isBlank()) {
                return Path.of(value);
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw new IllegalArgumentException("--data must be a directory, got: " + value);
    }
}
