package dev.taskcast.http.route;

import dev.taskcast.adapter.Backend;
import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.exchange.Request;
import dev.taskcast.http.exchange.StreamSession;
import dev.taskcast.http.gate.Cors;
import dev.taskcast.http.gate.CrossSite;
import dev.taskcast.http.gate.Gate;
import dev.taskcast.http.gate.Tickets;
import dev.taskcast.http.gate.ViewerKey;
import dev.taskcast.http.stream.StreamQuery;
import dev.taskcast.http.stream.Streams;
import dev.taskcast.store.StoreException;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.thread.SafeLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers an endpoint's requests. In this order: is there such a route, has it this method, is anything changed here at all, may
 * this viewer, is it no page of another site, is the body fit; then the route's own answer. Thread-safe; may block where
 * the application's access does.
 */
public final class Router {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog REQUEST_FAILED = new SafeLog(LOG, System.Logger.Level.ERROR, "A request failed");
    private static final int MAX_LOGS = 20;
    private static final List<String> STATS = List.of("1");
    private static final Set<String> INITS = Set.of("live", "none");
    private static final Reply FAILED = Problem.INTERNAL.reply(); // made before there is no memory to make it

    private static final Map<String, String> EVENT_STREAM = Map.of(
            "Content-Type", "text/event-stream", "Cache-Control", "no-cache, no-transform", "X-Accel-Buffering", "no");

    /**
     * What a router decides by.
     *
     * @param gate lets requests in
     * @param tickets makes tickets
     * @param crossSite which other sites' pages
     * @param readOnly whether nothing is changed here
     */
    public record Rules(Gate gate, Tickets tickets, CrossSite crossSite, boolean readOnly) {
        Cors cors() {
            return crossSite.allowed();
        }
    }

    private final Backend backend;
    private final Streams streams;
    private final Rules rules;
    private final Listing listing;
    private final TaskRoutes tasks;
    private final Submission submission;
    private final BoardRoutes board;
    private final ClientFiles clientFiles = new ClientFiles();

    /**
     * For an endpoint.
     *
     * @param backend whose tasks
     * @param streams of the endpoint
     * @param rules who may do what
     * @param path where the endpoint stands
     */
    public Router(Backend backend, Streams streams, Rules rules, String path) {
        this.backend = backend;
        this.streams = streams;
        this.rules = rules;
        listing = new Listing(backend);
        tasks = new TaskRoutes(backend.commands(), backend.queries());
        board = new BoardRoutes(backend);
        submission = new Submission(backend.commands(), backend.queries(), path);
    }

    /**
     * Answers.
     *
     * @param request any
     * @param rest its path after the endpoint's own
     * @return the answer, also where something failed
     */
    public Reply answer(Request request, String rest) {
        Reply reply = guarded(request, rest);
        try {
            return Replies.with(reply, rules.cors().headers(request));
        } catch (Throwable t) {
            if (reply instanceof Reply.Stream stream) {
                stream.session().close();
            }
            return failed(t);
        }
    }

    /**
     * Answers a request that its server refuses by itself, as far as a page needs it to read the answer.
     *
     * @param request as much of it as has come
     * @param problem why
     * @return the problem
     */
    public Reply.Full refuse(Request request, Problem problem) {
        return Replies.with(problem.reply(), rules.cors().headers(request));
    }

    private Reply guarded(Request request, String rest) {
        try {
            return route(request, Route.of(rest));
        } catch (JsonBody.BadBodyException bad) {
            return bad.problem().reply();
        } catch (Throwable t) { // whatever the application's code throws: somebody waits for an answer
            return failed(t);
        }
    }

    private Reply failed(Throwable t) {
        try {
            if (backend.isClosed()) {
                return Problem.CLOSED.reply();
            }
            if (t instanceof StoreUnavailableException || t instanceof StoreException) {
                return Problem.STORE_UNAVAILABLE.reply();
            }
        } catch (Throwable noMemory) {
            return FAILED;
        }
        REQUEST_FAILED.log(t);
        return FAILED;
    }

    private Reply route(Request request, Route route) throws JsonBody.BadBodyException {
        if (route instanceof Route.None) {
            return Problem.NOT_FOUND.reply();
        }
        if (rules.cors().isPreflight(request)) {
            return preflight(route);
        }
        if (!route.has(request.method())) {
            return Problem.METHOD_NOT_ALLOWED.allow(route.methods());
        }
        if (route instanceof Route.Client client) {
            return clientFiles.answer(request, client.file());
        }
        boolean changes = request.method().equals("POST");
        Query query = new Query(request.query());
        Viewer viewer = changes && isGuest(query) ? null : viewer(request, route, query);
        if (viewer == null) {
            return Problem.FORBIDDEN.reply();
        }
        if (changes && rules.readOnly()) {
            return Problem.READ_ONLY.reply();
        }
        if (changes && rules.crossSite().refuses(request)) {
            return Problem.CROSS_SITE.reply();
        }
        JsonBody body = changes ? JsonBody.of(request) : null;
        if (backend.isClosed()) {
            return Problem.CLOSED.reply();
        }
        return body == null ? read(request, route, query, viewer) : change(route, body, viewer);
    }

    /** Whoever comes with a handle watches, and does nothing else: also not what the application lets everybody do. */
    private static boolean isGuest(Query query) {
        return query.first("handle") != null;
    }

    private @Nullable Viewer viewer(Request request, Route route, Query query) {
        String ticket = route instanceof Route.Events ? query.first("ticket") : null;
        return rules.gate().open(request, query.first("handle"), ticket);
    }

    private Reply read(Request request, Route route, Query query, Viewer viewer) {
        return switch (route) {
            case Route.Tasks all -> listing.list(query, viewer);
            case Route.Events events -> stream(request, query, viewer);
            case Route.Task task -> tasks.state(task.encoded(), viewer);
            case Route.Log log -> tasks.log(log.encoded(), query, viewer);
            case Route.Stats stats -> board.stats(viewer);
            case Route.Series series -> board.series(query, viewer);
            case Route.Nodes nodes -> board.nodes(viewer);
            case Route.Start start -> Problem.NOT_FOUND.reply();
            case Route.Cancel cancel -> Problem.NOT_FOUND.reply();
            case Route.Tickets tickets -> Problem.NOT_FOUND.reply();
            case Route.Client client -> Problem.NOT_FOUND.reply();
            case Route.None none -> Problem.NOT_FOUND.reply();
        };
    }

    private Reply change(Route route, JsonBody body, Viewer viewer) {
        return switch (route) {
            case Route.Tasks all -> submission.submit(body, viewer);
            case Route.Start start -> tasks.start(start.encoded(), viewer);
            case Route.Cancel cancel -> tasks.cancel(cancel.encoded(), viewer);
            case Route.Tickets tickets -> ticket(viewer);
            case Route.Events events -> Problem.NOT_FOUND.reply();
            case Route.Task task -> Problem.NOT_FOUND.reply();
            case Route.Log log -> Problem.NOT_FOUND.reply();
            case Route.Stats stats -> Problem.NOT_FOUND.reply();
            case Route.Series series -> Problem.NOT_FOUND.reply();
            case Route.Nodes nodes -> Problem.NOT_FOUND.reply();
            case Route.Client client -> Problem.NOT_FOUND.reply();
            case Route.None none -> Problem.NOT_FOUND.reply();
        };
    }

    private Reply stream(Request request, Query query, Viewer viewer) {
        List<String> logs = query.all("log");
        if (logs.size() > MAX_LOGS) {
            return Problem.BAD_PARAMETER.reply("A stream can have the lines of at most " + MAX_LOGS + " tasks.");
        }
        List<String> inits = query.all("init");
        if (!INITS.containsAll(inits) || inits.size() > 1) {
            return Problem.BAD_PARAMETER.reply("init must be live or none, once.");
        }
        List<String> stats = query.all("stats");
        if (!stats.isEmpty() && !stats.equals(STATS)) {
            return Problem.BAD_PARAMETER.reply("stats must be 1, once.");
        }
        if (!stats.isEmpty() && !viewer.seesEverything()) {
            return Problem.FORBIDDEN.reply();
        }
        String header = request.header("Last-Event-ID");
        String lastEventId = header != null ? header : query.first("lastEventId");
        logs.forEach(backend.queries()::restoreLines);
        StreamQuery wanted = new StreamQuery(Listing.filter(query), logs, inits.contains("none"), !stats.isEmpty());
        Map<String, String> viewerKey =
                ViewerKey.header(viewer); // first: what is thrown here would leave a session open
        StreamSession session = streams.open(viewer, wanted, lastEventId);
        return Replies.with(new Reply.Stream(EVENT_STREAM, session), viewerKey);
    }

    private Reply ticket(Viewer viewer) {
        String ticket = rules.tickets().issue(viewer);
        if (ticket == null) {
            return Problem.BUSY.reply();
        }
        JsonBuffer body = new JsonBuffer(64).raw("{\"ticket\":").string(ticket).raw(",\"expiresIn\":");
        return Replies.json(201, body.number(Tickets.VALID_MILLIS).raw("}"));
    }

    private static Reply preflight(Route route) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Access-Control-Allow-Methods", route.methods());
        headers.put("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID");
        headers.put("Access-Control-Max-Age", "600");
        headers.put("Cache-Control", "no-store");
        return new Reply.Full(204, headers, new byte[0]);
    }
}
