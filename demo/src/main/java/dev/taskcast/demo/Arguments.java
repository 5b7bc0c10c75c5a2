package dev.taskcast.demo;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param port where to listen; 0 for any free one
 * @param data where the files are, and the tasks, unless they are in a database
 * @param jdbcUrl the PostgreSQL database that the tasks are in, or null
 */
record Arguments(int port, Path data, @Nullable String jdbcUrl) {
    static final String USAGE = "Usage: ./run [--port N] [--data DIR] [--jdbc-url URL]";
    private static final Set<String> NAMES = Set.of("--port", "--data", "--jdbc-url");
    private static final Arguments DEFAULT = new Arguments(8080, Path.of("demo", "data"), null);

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with a message for people
     */
    static Arguments parse(String... words) {
        Arguments parsed = DEFAULT;
        for (int i = 0; i < words.length; i++) {
            String[] parts = words[i].split("=", 2);
            if (!NAMES.contains(parts[0])) {
                throw new IllegalArgumentException("unknown argument " + words[i] + ". " + USAGE);
            }
            if (parts.length == 1 && i + 1 == words.length) {
                throw new IllegalArgumentException(words[i] + " needs a value. " + USAGE);
            }
            parsed = parsed.with(parts[0], parts.length == 2 ? parts[1] : words[++i]);
        }
        return parsed;
    }

    private Arguments with(String name, String value) {
        return switch (name) {
            case "--port" -> new Arguments(portOf(value), data, jdbcUrl);
            case "--data" -> new Arguments(port, dataOf(value), jdbcUrl);
            default -> new Arguments(port, data, urlOf(value));
        };
    }

    private static String urlOf(String value) {
        if (!value.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("--jdbc-url must begin with jdbc:postgresql:, got: " + value);
        }
        return value;
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
