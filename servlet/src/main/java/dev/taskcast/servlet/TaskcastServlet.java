package dev.taskcast.servlet;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.host.EndpointHost;
import dev.taskcast.http.host.HeldRequest;
import dev.taskcast.http.host.HostBuilder;
import dev.taskcast.http.host.HostSettings;
import jakarta.servlet.ServletException;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An {@linkplain TaskEndpoint endpoint} as a servlet, for Jakarta Servlet 6.0 and 6.1. It is asynchronous and does not block: a stream holds
 * no thread. So it must be registered with {@code asyncSupported}, and so must every filter before it.
 *
 * <pre>{@code
 * ServletRegistration.Dynamic servlet = context.addServlet("tasks", new TaskcastServlet(endpoint));
 * servlet.setAsyncSupported(true);
 * servlet.setLoadOnStartup(1);
 * servlet.addMapping("/tasks/*");
 * }</pre>
 *
 * Mapped to {@code /x/*}, it stands at {@code /x} of the context, whatever the endpoint's path is. Mapped to {@code /*} or {@code /}, it
 * stands at the endpoint's path.
 *
 * <p>Between {@code init} and {@code destroy} it has up to four threads that write, and up to eight, while they are needed, on which requests
 * are answered and the application's {@link dev.taskcast.http.access.Access} is asked. These are no threads of the container: there is
 * nothing in their thread-locals, see {@link dev.taskcast.http.exchange.Request#caller}. It ends when it is destroyed or
 * {@linkplain #close closed}, or when the manager of its endpoint is closed, and then tells its viewers to come back.
 *
 * <p>Thread-safe. An endpoint may have several servlets; each has limits of its own.
 */
public final class TaskcastServlet extends HttpServlet implements AutoCloseable {
    private static final long serialVersionUID = 1L;

    private final transient TaskEndpoint endpoint;
    private final transient HostSettings settings;
    private transient volatile @Nullable EndpointHost host;

    /**
     * With the defaults of the {@link Builder}.
     *
     * @param endpoint what it serves
     */
    public TaskcastServlet(TaskEndpoint endpoint) {
        this(endpoint, HostSettings.DEFAULTS);
    }

    private TaskcastServlet(TaskEndpoint endpoint, HostSettings settings) {
        this.endpoint = endpoint;
        this.settings = settings;
    }

    /**
     * Starts from the defaults.
     *
     * @param endpoint what it serves
     * @return a builder, not thread-safe
     */
    public static Builder builder(TaskEndpoint endpoint) {
        return new Builder(endpoint);
    }

    /**
     * Starts the threads.
     *
     * @throws UnavailableException if the manager of the endpoint is closed
     */
    @Override
    public void init() throws ServletException {
        try {
            host = EndpointHost.start(endpoint, settings, "taskcast-servlet");
        } catch (IllegalStateException closed) {
            throw new UnavailableException("The manager of the endpoint must not be closed: " + closed.getMessage());
        }
    }

    /**
     * Takes a request of any method over, and returns at once.
     *
     * @throws ServletException if the servlet, or a filter before it, is registered without {@code asyncSupported}
     * @throws IOException if a request that is refused at once has no connection any more
     */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        EndpointHost running = host;
        boolean isHead = request.getMethod().equals("HEAD");
        HeldRequest held = Requests.hold(request, endpoint);
        if (held == null) {
            Heads.write(response, Problem.NOT_FOUND.reply(), isHead, false);
        } else if (running == null || running.isClosed()) {
            Heads.write(response, endpoint.refuse(held, Problem.CLOSED), isHead, false);
        } else if (!request.isAsyncSupported()) {
            throw new ServletException("The servlet \"" + getServletName()
                    + "\" must be registered with asyncSupported, and so must every filter before it");
        } else if (Body.isRefusedUnread(request)) {
            Heads.write(response, endpoint.refuse(held, Problem.BODY_TOO_LARGE), isHead, held.isHttp1());
        } else {
            Exchange.begin(running, held, request, response);
        }
    }

    /** As {@link #close}. */
    @Override
    public void destroy() {
        close();
    }

    /**
     * Says goodbye to the viewers, has requests under way answered, and ends the threads: within a second where no request hangs, and
     * within a few seconds in any case. From then on requests are answered with 503. For an application that ends before its
     * container takes the servlet away, or while that waits for its streams to end. Idempotent; a second caller waits for the first.
     */
    @Override
    public void close() {
        EndpointHost running = host;
        if (running != null) {
            running.close();
        }
    }

    /** Whether no request and no stream is left. */
    boolean isIdle() {
        EndpointHost running = host;
        return running == null || running.isIdle();
    }

    /** Collects a servlet's settings. The container may take fewer connections, or have shorter deadlines. Not thread-safe. */
    public static final class Builder extends HostBuilder<Builder> {
        private final TaskEndpoint endpoint;

        private Builder(TaskEndpoint endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Makes the servlet.
         *
         * @return to be registered once
         */
        public TaskcastServlet build() {
            return new TaskcastServlet(endpoint, settings());
        }
    }
}
