package dev.taskcast.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.codec.StrictJson;
import dev.taskcast.http.encode.StateJson;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.exchange.StreamSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A client as the wire means it: it knows what it was sent, comes back with the last id that it saw, and checks each frame
 * against what may come at this place of a stream.
 */
public final class ModelClient {
    private enum Place {
        /** After the head: reset, a dump or a replay. */
        BEGUN,
        /** Inits, the last with an id or none. */
        DUMP,
        /** Updates without an id, up to ready. */
        DUMPED,
        /** Updates with an id, up to ready. */
        REPLAY,
        LIVE
    }

    private TaskEndpoint endpoint;
    private final Map<String, Map<String, @Nullable Object>> tasks = new LinkedHashMap<>();
    private final List<Frame.Message> log = new ArrayList<>();
    private BiConsumer<Frame.Message, ModelClient> check = (message, client) -> {};
    private @Nullable StreamSession session;
    private @Nullable Long lastId;
    private Place place = Place.BEGUN;
    private boolean asked; // for a replay
    private boolean maySeeMore;
    private long streamId;
    private volatile boolean woken;
    private boolean idle; // there was nothing more to send, and nobody has used the session since

    /** Not connected. */
    public ModelClient(TaskEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Comes back to another node, with the last id that it saw. */
    public ModelClient moveTo(TaskEndpoint other) {
        cut();
        endpoint = other;
        return connect();
    }

    /** Calls back with each message before it is taken in. */
    public ModelClient checkedBy(BiConsumer<Frame.Message, ModelClient> newCheck) {
        check = newCheck;
        return this;
    }

    /** What it may see may change in the middle of a dump or replay, and is then told there, without an id. */
    public ModelClient whoseViewChanges() {
        maySeeMore = true;
        return this;
    }

    /** Opens a stream, from the last id that it saw; without one it drops what it had. */
    @SuppressWarnings("CanIgnoreReturnValueSuggester") // for chains that begin with it
    public ModelClient connect() {
        if (lastId == null) {
            tasks.clear();
        }
        SimpleRequest request = SimpleRequest.get(endpoint.path() + "/events");
        return connect(lastId == null ? request : request.with("Last-Event-ID", lastId.toString()), lastId != null);
    }

    /** Opens a stream. */
    public ModelClient connect(SimpleRequest request, boolean asksForReplay) {
        session = ((Reply.Stream) endpoint.answer(request)).session();
        place = Place.BEGUN;
        session.onWake(() -> woken = true);
        idle = false;
        asked = asksForReplay;
        streamId = 0;
        return this;
    }

    /** Loses the stream. */
    public void cut() {
        session = null;
    }

    public boolean isConnected() {
        return session != null;
    }

    public boolean isLive() {
        return place == Place.LIVE;
    }

    public boolean isReplaying() {
        return place == Place.REPLAY;
    }

    public @Nullable Long lastId() {
        return lastId;
    }

    /** The stream's session. */
    public StreamSession session() {
        idle = false;
        return connected();
    }

    private StreamSession connected() {
        return Objects.requireNonNull(session, "connected");
    }

    /**
     * The frames that the server would send now in one piece, not taken in. A server that has been given nothing looks again
     * only when it is woken.
     */
    public List<Frame> next() {
        boolean wasWoken = woken;
        woken = false;
        Frames frames = connected().next();
        if (frames != null && idle && !wasWoken && !woken && !isLines(frames)) {
            throw new AssertionError("Nobody was woken for " + Frame.parse(frames.bytes()));
        }
        idle = frames == null;
        return frames == null ? List.of() : Frame.parse(frames.bytes());
    }

    /** They are told of now and then only. */
    private static boolean isLines(Frames frames) {
        return Frame.parse(frames.bytes()).stream()
                .allMatch(frame -> frame instanceof Frame.Message message
                        && List.of("log", "stats").contains(message.type()));
    }

    /** Takes the next piece in. */
    public List<Frame> pull() {
        List<Frame> frames = next();
        frames.forEach(this::take);
        return frames;
    }

    /** Takes all in that there is now. */
    public List<Frame.Message> pullAll() {
        int from = log.size();
        List<Frame> piece;
        do {
            piece = pull();
        } while (!piece.isEmpty());
        return List.copyOf(log.subList(from, log.size()));
    }

    /** {@link #pullAll}, for people. */
    public List<String> told() {
        return pullAll().stream().map(Frame.Message::told).toList();
    }

    /** {@link #told}, with all that is asked of the viewer answered meanwhile. */
    public List<String> toldAndAsked() {
        List<String> told = new ArrayList<>();
        @Nullable Runnable question = () -> {};
        while (question != null) {
            question.run();
            told.addAll(told());
            question = session().question();
        }
        return told;
    }

    /** All messages that it took in. */
    public List<Frame.Message> taken() {
        return List.copyOf(log);
    }

    /** Takes one frame in. */
    public void take(Frame frame) {
        if (frame instanceof Frame.Message message) {
            place = placeAfter(message);
            checkId(message);
            check.accept(message, this);
            apply(message);
            log.add(message);
        }
    }

    private Place placeAfter(Frame.Message message) {
        boolean hasId = message.id() != null;
        @Nullable
        Place after = switch (message.type()) {
            case "reset" -> hasId ? null : Place.DUMP;
            case "init" ->
                switch (place) {
                    case BEGUN -> asked ? null : afterInit(hasId);
                    case DUMP -> afterInit(hasId);
                    case DUMPED -> maySeeMore ? afterInit(hasId) : null;
                    case REPLAY, LIVE -> null;
                };
            case "update", "remove" ->
                switch (place) {
                    case BEGUN -> asked && (hasId || maySeeMore) ? Place.REPLAY : null;
                    case DUMP, DUMPED -> hasId ? null : Place.DUMPED;
                    case REPLAY -> hasId || maySeeMore ? place : null;
                    case LIVE -> hasId ? place : null;
                };
            case "log" -> hasId ? null : place;
            case "stats" -> hasId || place != Place.LIVE ? null : place;
            case "position" -> hasId || place == Place.BEGUN || place == Place.DUMP ? null : place;
            default -> hasId && place != Place.LIVE ? Place.LIVE : null;
        };
        if (after == null) {
            throw new AssertionError("Not at " + place + ": " + message + ", after " + log);
        }
        return after;
    }

    private static Place afterInit(boolean hasId) {
        return hasId ? Place.DUMPED : Place.DUMP;
    }

    private void checkId(Frame.Message message) {
        Long id = message.id();
        if (id != null) {
            assertThat(id).as("ids never fall: %s after %s", message, log).isGreaterThanOrEqualTo(streamId);
            streamId = id;
            lastId = id;
        }
    }

    private void apply(Frame.Message message) {
        switch (message.type()) {
            case "init" -> {
                assertThat(tasks).as("one init a task: %s", message).doesNotContainKey(message.taskId());
                tasks.put(message.taskId(), message.state());
            }
            case "update" -> tasks.put(message.taskId(), message.state());
            case "remove" -> tasks.remove(message.taskId());
            case "reset" -> tasks.clear();
            case "position" -> place(message);
            default -> {}
        }
    }

    private void place(Frame.Message message) {
        Map<String, @Nullable Object> task = message.placed(tasks.get(message.taskId()));
        assertThat(task).as("one that waits: %s", message).containsEntry("status", "pending");
        tasks.put(message.taskId(), task);
    }

    /** The task's state as this client knows it. */
    public @Nullable Map<String, @Nullable Object> task(String id) {
        return tasks.get(id);
    }

    public Map<String, Map<String, @Nullable Object>> tasks() {
        return tasks;
    }

    /** What a client that knows everything has. */
    @SuppressWarnings("unchecked")
    public static Map<String, Map<String, @Nullable Object>> truth(TaskManager manager) {
        Map<String, Map<String, @Nullable Object>> truth = new LinkedHashMap<>();
        manager.getAllStates()
                .forEach(state -> truth.put(state.id(), (Map<String, @Nullable Object>)
                        Objects.requireNonNull(StrictJson.parse(StateJson.bytes(state)))));
        return truth;
    }
}
