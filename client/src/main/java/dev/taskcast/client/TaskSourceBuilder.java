package dev.taskcast.client;

import dev.taskcast.client.connection.Connection;
import dev.taskcast.client.connection.Delays;
import dev.taskcast.client.connection.Endpoint;
import dev.taskcast.client.connection.TaskView;
import dev.taskcast.client.event.ConnectionListener;
import dev.taskcast.client.event.MessageListener;
import dev.taskcast.client.listen.Listeners;
import dev.taskcast.client.request.Address;
import dev.taskcast.client.request.Requests;
import dev.taskcast.codec.TaskCodec;
import dev.taskcast.task.TaskListener;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.TaskClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Says which tasks a {@link TaskEventSource} is about, and how they are asked for. Not thread-safe. */
public final class TaskSourceBuilder {
    private static final int MAX_LOGS = 20;

    private final URI stream;
    private final Map<String, List<String>> query = new LinkedHashMap<>();
    private final Map<String, String> fixedHeaders = new LinkedHashMap<>();
    private final List<Consumer<Listeners>> subscriptions = new ArrayList<>();
    private @Nullable URI base;
    private Supplier<Map<String, String>> headers = Map::of;
    private @Nullable HttpClient http;
    private @Nullable TaskCodec codec;
    private boolean ticket;
    private Duration requestTimeout = Duration.ofSeconds(30);
    private Delays delays = Delays.DEFAULT;
    private TaskClock clock = TaskClock.system();
    private RandomGenerator random = RandomGenerator.getDefault();

    TaskSourceBuilder(URI stream) {
        this.stream = stream;
    }

    /**
     * Only tasks with one of these ids. Each of {@code tasks}, {@code types}, {@code owners} and {@code tags} that is called narrows down
     * further; a call adds to the values of an earlier one.
     *
     * @param ids the ids
     * @return this
     */
    public TaskSourceBuilder tasks(String... ids) {
        return filter("task", ids);
    }

    /**
     * Only tasks of one of these types.
     *
     * @param names the names of the types
     * @return this
     */
    public TaskSourceBuilder types(String... names) {
        return filter("type", names);
    }

    /**
     * Only tasks of one of these owners.
     *
     * @param names the owners
     * @return this
     */
    public TaskSourceBuilder owners(String... names) {
        return filter("owner", names);
    }

    /**
     * Only tasks with one of these tags.
     *
     * @param names the tags
     * @return this
     */
    public TaskSourceBuilder tags(String... names) {
        return filter("tag", names);
    }

    /**
     * Asks for the lines that the runs of these tasks log. They come as messages: {@link #onMessage}.
     *
     * @param ids the ids of the tasks, at most 20
     * @return this
     * @throws IllegalArgumentException if there are more
     */
    public TaskSourceBuilder logs(String... ids) {
        filter("log", ids);
        if (query.getOrDefault("log", List.of()).size() > MAX_LOGS) {
            throw new IllegalArgumentException(
                    "A stream must be asked for the lines of at most " + MAX_LOGS + " tasks, got: more");
        }
        return this;
    }

    private TaskSourceBuilder filter(String name, String... values) {
        query.computeIfAbsent(name, made -> new ArrayList<>()).addAll(List.of(values));
        return this;
    }

    /**
     * Where the actions are.
     *
     * @param address the endpoint's; the stream's without {@code /events} by default
     * @return this
     */
    public TaskSourceBuilder base(URI address) {
        base = Objects.requireNonNull(address, "address");
        return this;
    }

    /**
     * A header of every request. Headers are sent to the server of the stream only, also where that redirects.
     *
     * @param name its name
     * @param value its value
     * @return this
     * @throws IllegalArgumentException if that can't be a header, or is one that the HTTP client sets itself
     */
    public TaskSourceBuilder header(String name, String value) {
        requireHeader(name, value);
        fixedHeaders.put(name, value);
        return this;
    }

    /** It may be a secret: its value goes into no message. */
    private static void requireHeader(String name, String value) {
        boolean isOne = false;
        try {
            HttpRequest.Builder checked = HttpRequest.newBuilder().header(name, value);
            isOne = checked != null;
        } catch (IllegalArgumentException e) {
            // said below
        }
        if (!isOne) {
            throw new IllegalArgumentException("A header must have a name and a value that can be sent, got: " + name);
        }
    }

    /**
     * Headers that are asked for before each request, for example {@code Authorization} with a token that expires. They go before those of
     * {@link #header}. What it throws is an error of the request.
     *
     * @param supplier gives them; called on the thread that asks, so it may take its time
     * @return this
     */
    public TaskSourceBuilder headers(Supplier<Map<String, String>> supplier) {
        headers = Objects.requireNonNull(supplier, "supplier");
        return this;
    }

    /**
     * Which HTTP client is used, for a proxy, certificates or cookies. It is not closed with the source.
     *
     * @param client the client
     * @return this
     * @throws IllegalArgumentException if it follows redirects: it would take headers along to other servers
     */
    public TaskSourceBuilder httpClient(HttpClient client) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(
                    "The HTTP client must follow no redirects itself, got: " + client.followRedirects());
        }
        http = Objects.requireNonNull(client, "client");
        return this;
    }

    /**
     * Gets a ticket for each connection of the stream ({@code POST {base}/tickets}).
     *
     * @return this
     */
    public TaskSourceBuilder ticket() {
        ticket = true;
        return this;
    }

    /**
     * What encodes payloads.
     *
     * @param codec a codec; without one, payloads are plain Java values and records
     * @return this
     */
    public TaskSourceBuilder codec(TaskCodec codec) {
        this.codec = Objects.requireNonNull(codec, "codec");
        return this;
    }

    /**
     * How long an action waits for its answer.
     *
     * @param timeout above zero; 30 s by default
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public TaskSourceBuilder requestTimeout(Duration timeout) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("A request's timeout must be above zero, got: " + timeout);
        }
        requestTimeout = timeout;
        return this;
    }

    /**
     * The ceiling of the random time before the first reconnect. It doubles with each failure in a row.
     *
     * @param delay above zero, at most 23 days; 1 s by default
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public TaskSourceBuilder reconnectDelay(Duration delay) {
        delays = new Delays(delay, delays.longest(), delays.maxRetries());
        return this;
    }

    /**
     * What the ceiling grows to.
     *
     * @param delay above zero, at most 23 days; 30 s by default
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public TaskSourceBuilder maxReconnectDelay(Duration delay) {
        delays = new Delays(delays.first(), delay, delays.maxRetries());
        return this;
    }

    /**
     * How many times in a row to try again before the source is closed.
     *
     * @param retries not negative; without this call, for ever
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public TaskSourceBuilder maxRetries(int retries) {
        delays = new Delays(delays.first(), delays.longest(), OptionalInt.of(retries));
        return this;
    }

    /**
     * Calls back with each change, from the first one on.
     *
     * @param listener as for {@link TaskEventSource#subscribe(TaskListener)}
     * @return this
     */
    public TaskSourceBuilder onChange(TaskListener listener) {
        Objects.requireNonNull(listener, "listener");
        subscriptions.add(listeners -> listeners.onChange(listener));
        return this;
    }

    /**
     * Calls back with each message, from the first one on.
     *
     * @param listener as for {@link TaskEventSource#onMessage}
     * @return this
     */
    public TaskSourceBuilder onMessage(MessageListener listener) {
        Objects.requireNonNull(listener, "listener");
        subscriptions.add(listeners -> listeners.onMessage(listener));
        return this;
    }

    /**
     * Calls back with each state of the connection, and each error, from the first one on.
     *
     * @param listener as for {@link TaskEventSource#onState}
     * @return this
     */
    public TaskSourceBuilder onState(ConnectionListener listener) {
        Objects.requireNonNull(listener, "listener");
        subscriptions.add(listeners -> listeners.onState(listener));
        return this;
    }

    /** For tests: where all time comes from, but for how long {@code awaitLive} waits. */
    TaskSourceBuilder clock(TaskClock given) {
        clock = given;
        return this;
    }

    /** For tests: what draws the delays. */
    TaskSourceBuilder random(RandomGenerator given) {
        random = given;
        return this;
    }

    /**
     * Connects.
     *
     * @return the source, which is connecting
     * @throws IllegalArgumentException if an address is no absolute one of {@code http} or {@code https}
     */
    public TaskEventSource connect() {
        Address address = address();
        Means means = means();
        Listeners listeners = new Listeners(ThreadMaker.here());
        subscriptions.forEach(each -> each.accept(listeners));
        TaskView view = new TaskView(listeners, clock);
        Endpoint endpoint = new Endpoint(address, means.requests, ticket);
        Connection connection = new Connection(endpoint, view, delays, clock, means.timers, random);
        TaskEventSource source = new TaskEventSource(view, listeners, connection, actions(address, means));
        connection.start();
        return source;
    }

    /**
     * The actions alone, without a stream.
     *
     * @return to be closed
     * @throws IllegalArgumentException if an address is no absolute one of {@code http} or {@code https}
     */
    public TaskActions actions() {
        return actions(address(), means());
    }

    private Address address() {
        return new Address(stream, query, base);
    }

    private TaskActions actions(Address address, Means means) {
        return new TaskActions(address, means.requests, codec, requestTimeout, clock, means::close);
    }

    private record Means(
            Requests requests,
            TaskClock.Timers timers,
            @Nullable HttpClient own) {
        void close() {
            requests.close();
            timers.close();
            if (own != null) {
                own.shutdownNow();
            }
        }
    }

    private Means means() {
        HttpClient own = http == null
                ? HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(Duration.ofSeconds(10))
                        .build()
                : null;
        TaskClock.Timers timers = clock.newTimers();
        Map<String, String> fixed = Map.copyOf(fixedHeaders);
        Supplier<Map<String, String>> given = headers;
        Supplier<Map<String, String>> all = () -> {
            Map<String, String> both = new LinkedHashMap<>(fixed);
            both.putAll(given.get());
            return both;
        };
        HttpClient used = own == null ? Objects.requireNonNull(http) : own;
        return new Means(new Requests(used, all, clock, timers), timers, own);
    }
}
