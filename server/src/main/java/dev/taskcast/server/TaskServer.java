package dev.taskcast.server;

import dev.taskcast.TaskManager;
import dev.taskcast.http.Page;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.server.transport.Transport;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An embedded HTTP server for {@linkplain TaskEndpoint endpoints} and {@linkplain Page pages}. Thread-safe.
 *
 * <pre>{@code
 * TaskServer.start(tasks, 8080).join(); // a page at http://localhost:8080/, streams at /tasks/events
 * }</pre>
 *
 * Where the application adds no page, a small one at {@code /} shows the tasks of all endpoints, to each viewer those that
 * they may see. The first {@linkplain Builder#page page} of the application's own takes its place, and
 * {@link Builder#noPage()} takes it away. It is the same for everybody, and says which paths the endpoints have.
 *
 * <p>It listens on loopback unless told otherwise, ends when it or a manager of its endpoints is closed, and then tells its
 * viewers to come back.
 *
 * <p>Where the kernel has io_uring it is used, else epoll, else the JDK's selector. From JDK 24 on the first two, which are
 * native code, are used only in a JVM that was started with {@code --enable-native-access=ALL-UNNAMED} (or with that in its
 * jar's manifest): without it the JVM would warn at each start. For io_uring the system property
 * {@code io.netty.iouring.numElementsIoVec} is set to 1024 where it is not set: with Netty's own default, joined writes
 * to many streams would keep the processor busy with nothing.
 */
public final class TaskServer implements AutoCloseable {
    private final Server server;

    private TaskServer(Server server) {
        this.server = server;
    }

    /**
     * Serves a manager's tasks under {@code /tasks}, and a page that shows them at {@code /}, on loopback.
     *
     * @param tasks whose tasks
     * @param port where to listen; 0 for any free one
     * @return a server that listens
     * @throws UncheckedIOException if it can't listen there, for example because the port is in use
     */
    public static TaskServer start(TaskManager tasks, int port) {
        return builder()
                .endpoint(TaskEndpoint.builder(tasks).build())
                .port(port)
                .start();
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder, not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Where it listens.
     *
     * @return the port, also where any free one was asked for
     */
    public int port() {
        return server.port();
    }

    /**
     * Waits until it is closed.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public void join() throws InterruptedException {
        server.join();
    }

    /** Ends the streams, then everything else, within a few seconds. Idempotent; a second caller waits for the first. */
    @Override
    public void close() {
        server.close();
    }

    /** Collects a server's settings. Not thread-safe. */
    public static final class Builder {
        private final List<TaskEndpoint> endpoints = new ArrayList<>();
        private final List<Page> pages = new ArrayList<>();
        private boolean frontPage = true;
        private List<InetAddress> addresses = List.of();
        private int port = 8080;
        private int maxStreams = 10_000;
        private Duration requestDeadline = Duration.ofSeconds(30);
        private Duration writeDeadline = Duration.ofSeconds(90);
        private Duration maxStreamAge = Duration.ofHours(1);
        private Transport transport = Transport.best();

        private Builder() {}

        /**
         * Adds an endpoint. A request goes to the one with the longest path that it is below of.
         *
         * @param endpoint with a path that no other one of this server has
         * @return this
         * @throws IllegalArgumentException if another one has that path
         */
        public Builder endpoint(TaskEndpoint endpoint) {
            if (endpoints.stream().anyMatch(other -> other.path().equals(endpoint.path()))) {
                throw new IllegalArgumentException(
                        "An endpoint's path must be its own, got twice: \"" + endpoint.path() + "\"");
            }
            endpoints.add(endpoint);
            return this;
        }

        /**
         * Adds a page. It goes before endpoints. With the first one the server's own page at {@code /} is gone.
         *
         * @param page with a path that no other one of this server has
         * @return this
         * @throws IllegalArgumentException if another one has that path
         */
        public Builder page(Page page) {
            if (pages.stream().anyMatch(other -> other.path().equals(page.path()))) {
                throw new IllegalArgumentException("A page's path must be its own, got twice: " + page.path());
            }
            pages.add(page);
            return this;
        }

        /**
         * Answers {@code /} with 404 where no page and no endpoint stands there. By default a server to which no
         * {@linkplain #page page} was added shows its tasks there.
         *
         * @return this
         */
        public Builder noPage() {
            frontPage = false;
            return this;
        }

        /**
         * Where to listen.
         *
         * @param port 8080 by default; 0 for any free one
         * @return this
         * @throws IllegalArgumentException if it is no port
         */
        public Builder port(int port) {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port must be between 0 and 65535, got: " + port);
            }
            this.port = port;
            return this;
        }

        /**
         * On which address to listen, in place of loopback. An endpoint that others can reach needs an
         * {@linkplain TaskEndpoint.Builder#access access}.
         *
         * @param address for example {@code InetAddress.getByName("0.0.0.0")}
         * @return this
         */
        public Builder address(InetAddress address) {
            addresses = List.of(address);
            return this;
        }

        /**
         * How many streams there may be at once: one more is answered with 503.
         *
         * @param max 10,000 by default; at least 1
         * @return this
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxStreams(int max) {
            if (max < 1) {
                throw new IllegalArgumentException("maxStreams must be at least 1, got: " + max);
            }
            maxStreams = max;
            return this;
        }

        /**
         * How long a connection may take nothing of what it is to be sent before it is closed. Its viewer comes back and goes
         * on where it was.
         *
         * @param deadline 90 s by default
         * @return this
         * @throws IllegalArgumentException if it is not above zero
         */
        public Builder writeDeadline(Duration deadline) {
            writeDeadline = aboveZero("writeDeadline", deadline);
            return this;
        }

        /**
         * How long a stream may last, give or take a tenth, before its viewer is told to come back: so that a viewer does
         * not stay on one server of many for ever.
         *
         * @param age one hour by default
         * @return this
         * @throws IllegalArgumentException if it is not above zero
         */
        public Builder maxStreamAge(Duration age) {
            maxStreamAge = aboveZero("maxStreamAge", age);
            return this;
        }

        private static Duration aboveZero(String what, Duration value) {
            if (value.isZero() || value.isNegative() || value.compareTo(Duration.ofDays(365)) > 0) {
                throw new IllegalArgumentException(what + " must be between zero and a year, got: " + value);
            }
            return value;
        }

        Builder requestDeadline(Duration deadline) {
            requestDeadline = deadline;
            return this;
        }

        Builder transport(Transport transport) {
            this.transport = transport;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return a server that listens
         * @throws UncheckedIOException if it can't listen there, for example because the port is in use
         * @throws IllegalStateException if a manager is closed
         */
        public TaskServer start() {
            Server.Limits limits = new Server.Limits(requestDeadline, maxStreams, writeDeadline, maxStreamAge);
            Server server = new Server(transport, new Sites(endpoints, shown()), limits);
            server.start(addresses, port);
            return new TaskServer(server);
        }

        private List<Page> shown() {
            return frontPage && pages.isEmpty()
                    ? FrontPage.of(endpoints).stream().toList()
                    : pages;
        }
    }
}
