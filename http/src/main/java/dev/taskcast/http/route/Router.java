package dev.taskcast.http.route;

import dev.taskcast.engine.Engine;
import dev.taskcast.http.access.Access;
import dev.taskcast.http.access.CrossSite;
import dev.taskcast.http.encode.StateJson;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.exchange.Request;
import dev.taskcast.http.stream.LastEventId;
import dev.taskcast.http.stream.StreamHub;
import dev.taskcast.task.CancelOutcome;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.TaskId;
import dev.taskcast.task.TaskState;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers an endpoint's requests. In this order: is there such a route, has it this method, may this viewer, is it no page
 * of another site, is the body fit, is the id fit; then the answer. Thread-safe; may block where the access does.
 */
public final class Router {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");

    private static final Map<String, String> JSON = Map.of(
            "Content-Type", "application/json", "Cache-Control", "no-store", "X-Content-Type-Options", "nosniff");
    private static final Map<String, String> EVENT_STREAM = Map.of(
            "Content-Type", "text/event-stream", "Cache-Control", "no-cache, no-transform", "X-Accel-Buffering", "no");

    private final Engine engine;
    private final StreamHub hub;
    private final Access access;

    /**
     * For an endpoint.
     *
     * @param engine whose tasks
     * @param hub of the endpoint's streams
     * @param access who may
     */
    public Router(Engine engine, StreamHub hub, Access access) {
        this.engine = engine;
        this.hub = hub;
        this.access = access;
    }

    /**
     * Answers.
     *
     * @param request any
     * @param rest its path after the endpoint's own
     * @return the answer, also where something failed
     */
    public Reply answer(Request request, String rest) {
        try {
            return route(request, Route.of(rest));
        } catch (RuntimeException e) {
            if (engine.isClosed()) {
                return Problem.CLOSED.reply();
            }
            LOG.log(System.Logger.Level.ERROR, "A request failed", e);
            return Problem.INTERNAL.reply();
        }
    }

    private Reply route(Request request, Route route) {
        if (route instanceof Route.None) {
            return Problem.NOT_FOUND.reply();
        }
        if (!route.has(request.method())) {
            return Problem.METHOD_NOT_ALLOWED.allow(route.methods());
        }
        if (!isAllowed(request)) {
            return Problem.FORBIDDEN.reply();
        }
        boolean changes = request.method().equals("POST");
        if (changes && CrossSite.isCrossSite(request)) {
            return Problem.CROSS_SITE.reply();
        }
        Problem bodyProblem = changes ? Body.problem(request) : null;
        if (bodyProblem != null) {
            return bodyProblem.reply();
        }
        return engine.isClosed() ? Problem.CLOSED.reply() : answer(request, route);
    }

    private boolean isAllowed(Request request) {
        try {
            return access.open(request).isPresent();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.ERROR, "The access check failed; the request is refused", e);
            return false;
        }
    }

    private Reply answer(Request request, Route route) {
        String id = id(route);
        if (id == null) {
            return Problem.BAD_ID.reply();
        }
        return switch (route) {
            case Route.Events events -> new Reply.Stream(EVENT_STREAM, LastEventId.open(hub, lastEventId(request)));
            case Route.Task task -> state(id);
            case Route.Start start -> outcome(engine.start(id));
            case Route.Cancel cancel -> outcome(engine.cancel(id));
            case Route.None none -> Problem.NOT_FOUND.reply();
        };
    }

    /** The id in the path; empty where the route has none, null where it is invalid. */
    private static @Nullable String id(Route route) {
        String encoded = route.encodedId();
        if (encoded == null) {
            return "";
        }
        String id = Percent.decodeSegment(encoded);
        return id != null && TaskId.isValid(id) ? id : null;
    }

    private static @Nullable String lastEventId(Request request) {
        String header = request.header("Last-Event-ID");
        return header != null ? header : Query.first(request.query(), "lastEventId");
    }

    private Reply state(String id) {
        TaskState state = engine.state(id);
        return state == null ? Problem.UNKNOWN_TASK.reply() : new Reply.Full(200, JSON, StateJson.bytes(state));
    }

    private static Reply outcome(StartOutcome outcome) {
        return outcome == StartOutcome.UNKNOWN ? Problem.UNKNOWN_TASK.reply() : accepted(outcome);
    }

    private static Reply outcome(CancelOutcome outcome) {
        return outcome == CancelOutcome.UNKNOWN ? Problem.UNKNOWN_TASK.reply() : accepted(outcome);
    }

    private static Reply accepted(Enum<?> outcome) {
        String body = "{\"ok\":true,\"outcome\":\"" + outcome.name().toLowerCase(Locale.ROOT) + "\"}";
        return new Reply.Full(202, JSON, body.getBytes(StandardCharsets.UTF_8));
    }
}
