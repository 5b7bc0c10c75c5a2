package dev.taskcast.http;

import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backend;
import dev.taskcast.adapter.Backends;
import dev.taskcast.http.access.Access;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.exchange.Request;
import dev.taskcast.http.exchange.StreamStats;
import dev.taskcast.http.gate.Cors;
import dev.taskcast.http.gate.CrossSite;
import dev.taskcast.http.gate.Gate;
import dev.taskcast.http.gate.Tickets;
import dev.taskcast.http.route.Router;
import dev.taskcast.http.stream.Streams;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A manager's tasks under a path: the stream, states and actions. Several endpoints, each with its own path and access, may
 * stand on one manager. A server passes requests to it and writes what it answers. Thread-safe.
 */
public final class TaskEndpoint {
    private final Backend backend;
    private final String path;
    private final Streams streams;
    private final Router router;

    private TaskEndpoint(Builder from) {
        backend = Backends.of(from.tasks);
        path = from.path;
        streams = new Streams(backend, from.heartbeatInterval, from.recheckInterval);
        Tickets tickets = new Tickets(backend.clock());
        Gate gate = new Gate(from.access, backend.handles(), tickets);
        CrossSite crossSite = new CrossSite(from.cors, from.publicOrigins);
        router = new Router(backend, streams, new Router.Rules(gate, tickets, crossSite, from.readOnly), path);
    }

    /**
     * Starts from the defaults.
     *
     * @param tasks whose tasks
     * @return a builder, not thread-safe
     */
    public static Builder builder(TaskManager tasks) {
        return new Builder(tasks);
    }

    /**
     * Where it stands.
     *
     * @return for example {@code /tasks}; empty for the root
     */
    public String path() {
        return path;
    }

    /**
     * Whether a request is for this endpoint.
     *
     * @param requestPath a request's path
     * @return whether it is this endpoint's path or below it
     */
    public boolean owns(String requestPath) {
        return requestPath.startsWith(path)
                && (requestPath.length() == path.length() || requestPath.charAt(path.length()) == '/');
    }

    /**
     * Answers a request. May block where the access does: not for an event loop.
     *
     * @param request one that this endpoint {@linkplain #owns owns}
     * @return the answer, also where something failed
     */
    public Reply answer(Request request) {
        return router.answer(request, request.path().substring(path.length()));
    }

    /**
     * Answers a request that the server refuses by itself, before it asks the endpoint: so that a page of an
     * {@linkplain Builder#allowedOrigins allowed} site can read why. Does not block.
     *
     * @param request as much of it as has come, with a path that this endpoint {@linkplain #owns owns}
     * @param problem why
     * @return the problem, with the headers that such a page needs
     */
    public Reply.Full refuse(Request request, Problem problem) {
        return router.refuse(request, problem);
    }

    /**
     * Says that what somebody may see has changed: every stream of this endpoint is checked again as soon as may be, rather
     * than within the {@linkplain Builder#recheckInterval interval}; and whoever comes back from a position of before begins
     * anew, so that no browser keeps what it may not show any more. To be called once the change is in effect for whoever
     * {@link Access} asks.
     */
    public void accessChanged() {
        streams.accessChanged();
    }

    /**
     * Whether the manager can't do its work, and has not been able to for half a minute: its threads fail again and again, as they do where
     * there is no memory. A server closes its sockets then, so that whoever sends requests to it sends them elsewhere, and opens them once
     * that is over. An outage of a durable store does not count: it is one for all nodes, and is answered with 503.
     *
     * @return true as long as that is so
     */
    public boolean isOutOfOrder() {
        return backend.isOutOfOrder();
    }

    /**
     * How many streams are open, over all servers that it stands on.
     *
     * @return a number for a gauge
     */
    public int streams() {
        return streams.count();
    }

    /**
     * What the streams do, and have done. To ask costs a look at each open stream.
     *
     * @return for meters
     */
    public StreamStats streamStats() {
        return streams.stats();
    }

    /**
     * Calls back when something has happened. The server then has somebody {@link #dispatch} it.
     *
     * @param hint short, must not block or throw
     * @return takes it back
     */
    public Runnable onHint(Runnable hint) {
        return backend.log().onHint(hint);
    }

    /**
     * Finds out which sessions have something to send, and wakes them. For a thread that writes to some of them, after each
     * hint and now and then; cheap where another one has just done it.
     */
    public void dispatch() {
        streams.dispatch();
    }

    /**
     * Calls back when the manager is closed.
     *
     * @param hook ends the streams
     * @return takes it back
     * @throws IllegalStateException if it is closed already
     */
    public Runnable onClose(Runnable hook) {
        return backend.onClose(hook);
    }

    /** Collects an endpoint's settings. Not thread-safe. */
    public static final class Builder {
        private final TaskManager tasks;
        private String path = "/tasks";
        private Access access = Access.EVERYBODY;
        private Duration heartbeatInterval = Duration.ofSeconds(30);
        private Duration recheckInterval = Duration.ofSeconds(30);
        private Cors cors = Cors.NONE;
        private Set<String> publicOrigins = Set.of();
        private boolean readOnly;

        private Builder(TaskManager tasks) {
            this.tasks = tasks;
        }

        /**
         * Where the endpoint stands.
         *
         * @param path begins with a slash and does not end with one, of unreserved characters ({@code A-Z a-z 0-9 - . _ ~}),
         *     or is empty for the root; {@code /tasks} by default
         * @return this
         * @throws IllegalArgumentException if it is anything else
         */
        public Builder path(String path) {
            String closed = path + "/";
            if (!path.matches("(/[A-Za-z0-9._~-]+)*") || closed.contains("/./") || closed.contains("/../")) {
                throw new IllegalArgumentException(
                        "An endpoint's path must be empty or like /tasks, without a slash at its end, got: " + path);
            }
            this.path = path;
            return this;
        }

        /**
         * Who may use it.
         *
         * @param access asked on every route; everybody by default
         * @return this
         */
        public Builder access(Access access) {
            this.access = access;
            return this;
        }

        /**
         * Short for {@code access(Access.authorize(authorize))}.
         *
         * @param authorize asked on every route
         * @return this
         */
        public Builder authorize(Predicate<Request> authorize) {
            return access(Access.authorize(authorize));
        }

        /**
         * How long a stream may be idle before it gets a heartbeat.
         *
         * @param interval 30 s by default; at least 10 ms
         * @return this
         * @throws IllegalArgumentException if it is shorter
         */
        public Builder heartbeatInterval(Duration interval) {
            heartbeatInterval = interval("heartbeatInterval", interval);
            return this;
        }

        /**
         * How often the viewer of each stream is checked again, whatever the traffic.
         *
         * @param interval 30 s by default; at least 10 ms
         * @return this
         * @throws IllegalArgumentException if it is shorter
         */
        public Builder recheckInterval(Duration interval) {
            recheckInterval = interval("recheckInterval", interval);
            return this;
        }

        /**
         * Lets pages of other sites use this endpoint (CORS).
         *
         * @param credentials whether their browsers send cookies along
         * @param origins for example {@code https://app.example.com}; by default none
         * @return this
         * @throws IllegalArgumentException if one is no origin
         */
        public Builder allowedOrigins(boolean credentials, String... origins) {
            cors = new Cors(Set.of(origins), credentials);
            return this;
        }

        /**
         * Names the origins under which browsers know this endpoint's own pages, where a proxy in front sends another
         * {@code Host} (nginx does, unless it is told otherwise) and does not encrypt: browsers say by themselves
         * that a request comes from the same origin ({@code Sec-Fetch-Site}), but over plain HTTP only on loopback.
         * The {@code Host} of a request counts all the same.
         *
         * @param origins for example {@code http://tasks.example.com:8080}; by default none
         * @return this
         * @throws IllegalArgumentException if one is no origin
         */
        public Builder publicOrigin(String... origins) {
            publicOrigins = new CrossSite(Cors.NONE, Set.of(origins)).own();
            return this;
        }

        /**
         * Changes nothing over this endpoint: every {@code POST} is answered with 403.
         *
         * @return this
         */
        public Builder readOnly() {
            readOnly = true;
            return this;
        }

        private static Duration interval(String what, Duration interval) {
            if (interval.compareTo(Duration.ofMillis(10)) < 0 || interval.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(what + " must be between 10 ms and one day, got: " + interval);
            }
            return interval;
        }

        /**
         * Makes the endpoint.
         *
         * @return for one or more servers
         */
        public TaskEndpoint build() {
            return new TaskEndpoint(this);
        }
    }
}
