package dev.taskcast.demo;

import dev.taskcast.demo.stage.Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says.
 *
 * @param port where to listen; 0 for any free one
 * @param data where the files are, and the tasks, unless they are in a database
 * @param address of this machine, at which others may watch, or null
 * @param jdbcUrl the PostgreSQL database that the tasks are in, or null
 */
record Arguments(
        int port,
        @Nullable InetAddress address,
        Path data,
        @Nullable String jdbcUrl) {
    static final String USAGE = "Usage: ./run [--port N] [--address IP] [--data DIR] [--jdbc-url URL]";
    private static final Set<String> NAMES = Set.of("--port", "--address", "--data", "--jdbc-url");
    private static final Arguments DEFAULT = new Arguments(8080, null, Path.of("demo", "data"), null);

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
            case "--port" -> new Arguments(portOf(value), address, data, jdbcUrl);
            case "--address" -> new Arguments(port, addressOf(value), data, jdbcUrl);
            case "--data" -> new Arguments(port, address, dataOf(value), jdbcUrl);
            default -> new Arguments(port, address, data, urlOf(value));
        };
    }

    /** One that this machine has, and not all of them: loopback has a server of its own, which can do more. */
    private static InetAddress addressOf(String value) {
        try {
            InetAddress address = InetAddress.getByName(value);
            if (!address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) != null) {
                return address;
            }
        } catch (UnknownHostException | SocketException e) {
            // said below
        }
        String own = Address.ofThisMachine().map(InetAddress::getHostAddress).orElse("192.168.1.23");
        throw new IllegalArgumentException(
                "--address must be one that this machine has in its network, such as " + own + ", got: " + value);
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
