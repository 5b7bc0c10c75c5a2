package dev.taskcast.client.live;

import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.Waiting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tasks as a stream tells of them, over any number of connections. A connection begins with an answer to the last id: a dump of all
 * tasks, or a replay of what was missed. What was there before stays until a dump is whole; then what was in no dump goes. Ids never fall,
 * so a frame with a lower one was here before. Not thread-safe.
 */
public final class LiveTasks {
    private static final int MAX_ID = 200;

    private enum Phase {
        OPENING,
        DUMP,
        LIVE
    }

    private final LiveSink sink;
    private final Map<String, TaskState> tasks = new LinkedHashMap<>();
    private final Set<String> seen = new LinkedHashSet<>(); // in the dump or replay under way
    private @Nullable Map<String, TaskState> copy; // of the tasks as they are, where somebody has asked
    private @Nullable List<Received> held; // a dump in mid-stream, until it is whole
    private Phase phase = Phase.OPENING;
    private boolean guessed; // live as far as anybody can tell: what was under way may go on
    private Phase guessedFrom = Phase.OPENING;
    private String lastEventId = "";
    private @Nullable String dumpId; // the last one of the dump under way, which counts once that is whole
    private boolean hasReady; // the server says "ready"
    private boolean settling; // whether progress may be older than what is here

    /**
     * No tasks.
     *
     * @param sink is told
     */
    public LiveTasks(LiveSink sink) {
        this.sink = sink;
    }

    /** A connection begins: what comes next answers the last id. */
    public void begin() {
        phase = Phase.OPENING;
        guessed = false;
        dumpId = null;
        seen.clear();
        held = null;
    }

    /** Somebody else is shown the stream: nothing of what was there is theirs. */
    public void forget() {
        begin();
        lastEventId = "";
        forgetUnseen();
    }

    /**
     * Whether what is there is true.
     *
     * @return false until a connection has answered
     */
    public boolean isLive() {
        return phase == Phase.LIVE;
    }

    /**
     * Whether the server says itself when its dump has ended.
     *
     * @return false as long as it has not
     */
    public boolean saysReady() {
        return hasReady;
    }

    /**
     * The place to go on from.
     *
     * @return empty where there is none
     */
    public String lastEventId() {
        return lastEventId;
    }

    /**
     * Whether a place is one before the last id.
     *
     * @param id the place
     * @return false where the one or the other is no number
     */
    public boolean isBehind(@Nullable String id) {
        return number(id) < number(lastEventId);
    }

    /**
     * The tasks, in the order of their registration.
     *
     * @return an immutable copy, the same one as long as nothing changes
     */
    public Map<String, TaskState> tasks() {
        Map<String, TaskState> known = copy;
        if (known == null) {
            known = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
            copy = known;
        }
        return known;
    }

    /**
     * A task.
     *
     * @param id which
     * @return empty where there is none
     */
    public Optional<TaskState> task(String id) {
        return Optional.ofNullable(tasks.get(id));
    }

    /**
     * Takes what has come.
     *
     * @param batch in its order
     * @param afterReconnect whether the connection is one of the first seconds after another one
     */
    public void take(List<Received> batch, boolean afterReconnect) {
        settling = afterReconnect;
        for (Received each : batch) {
            take(each);
        }
    }

    private void take(Received received) {
        TaskMessage message = received.message();
        double known = number(lastEventId);
        double id = number(received.id());
        if (held != null || (message instanceof TaskMessage.Reset && phase == Phase.LIVE && !guessed)) {
            List<Received> dump = held == null ? new ArrayList<>() : held;
            held = dump;
            dump.add(received);
            if (message instanceof TaskMessage.Ready) {
                held = null;
                if (!(id < known)) { // else it was here before
                    begin();
                    lastEventId = "";
                    dump.forEach(this::take);
                }
            }
        } else if (!(phase == Phase.LIVE && id < known) || (guessed && message instanceof TaskMessage.Init)) {
            if (message != null) {
                apply(message);
            }
            String place = received.id() == null || isSendable(received.id()) ? received.id() : "";
            if (place != null && phase == Phase.DUMP) {
                dumpId = place;
            } else if (place != null) {
                lastEventId = place;
            }
            if (message != null) {
                sink.message(message);
            }
        }
    }

    /** Whether it can go into a request. From what can't, nobody can go on: the next connection begins anew. */
    private static boolean isSendable(String id) {
        return id.length() <= MAX_ID && id.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** An id as a number. NaN where it is none: no comparison with it holds, so nothing is taken for older on its account. */
    private static double number(@Nullable String id) {
        if (id == null || id.length() > 18) {
            return Double.NaN;
        }
        if (id.isEmpty()) {
            return 0;
        }
        return id.chars().allMatch(c -> c >= '0' && c <= '9') ? (double) Long.parseLong(id) : Double.NaN;
    }

    private void apply(TaskMessage message) {
        switch (message) {
            case TaskMessage.Init init -> {
                boolean isOfDump = phase != Phase.LIVE
                        || (guessed && !seen.contains(init.state().id()));
                if (!isOfDump) {
                    return; // it came twice
                }
                unguess();
                if (phase == Phase.OPENING) {
                    lastEventId = "";
                }
                phase = Phase.DUMP;
                set(init.state());
            }
            case TaskMessage.Updated updated -> {
                if (!hasReady && (guessed ? guessedFrom : phase) == Phase.OPENING) {
                    live(); // there was no dump
                }
                set(updated.state());
            }
            case TaskMessage.Moved moved -> move(moved);
            case TaskMessage.Removed removed -> remove(removed.id());
            case TaskMessage.Reset reset -> {
                guessed = false;
                seen.clear();
                phase = Phase.DUMP;
                lastEventId = "";
                dumpId = null;
            }
            case TaskMessage.Ready ready -> {
                hasReady = true;
                unguess();
                sink.time(ready.now());
                settled();
            }
            case TaskMessage.Logged logged -> {}
            case TaskMessage.Other other -> {}
        }
    }

    /** The dump or replay has ended: the server says so. */
    private void settled() {
        countDumpId();
        if (phase == Phase.DUMP || (phase == Phase.OPENING && lastEventId.isEmpty())) {
            keepSeen();
        }
        live();
    }

    private void live() {
        phase = Phase.LIVE;
        guessed = false;
        seen.clear();
        sink.live();
    }

    private void countDumpId() {
        if (dumpId != null) {
            lastEventId = dumpId;
            dumpId = null;
        }
    }

    /** The dump or replay has ended, as far as anybody can tell. Where it goes on, this was no end. */
    public void settledBySilence() {
        countDumpId();
        if (phase == Phase.DUMP) {
            keepSeen();
        }
        guessedFrom = phase;
        guessed = true;
        phase = Phase.LIVE;
        sink.live();
    }

    private void unguess() {
        if (guessed) {
            guessed = false;
            phase = guessedFrom;
            if (phase == Phase.DUMP) {
                dumpId = lastEventId.isEmpty() ? null : lastEventId;
                lastEventId = "";
            }
        }
    }

    /** What was in no dump goes, and the rest is in the dump's order. */
    private void keepSeen() {
        forgetUnseen();
        for (String id : seen) {
            TaskState state = tasks.remove(id);
            if (state != null) {
                tasks.put(id, state);
            }
        }
        copy = null;
    }

    private void set(TaskState given) {
        TaskState before = tasks.get(given.id());
        TaskState state = before == null ? given : after(before, given);
        if (phase != Phase.LIVE || guessed) {
            seen.add(state.id());
        }
        put(state);
    }

    private void put(TaskState state) {
        TaskState before = tasks.put(state.id(), state);
        if (!state.equals(before)) {
            copy = null;
            sink.changed(state.id(), state);
        }
    }

    private TaskState after(TaskState before, TaskState given) {
        // Equal words are kept once.
        TaskState state = before.identity().equals(given.identity()) ? given.as(before.identity()) : given;
        if (state instanceof TaskState.Running now
                && before instanceof TaskState.Running earlier
                && mayBeOlder(now)
                && isFurther(earlier, now)) {
            return now.with(earlier.progress());
        }
        return state;
    }

    /** Progress that was kept late, or comes from a node that is behind. */
    private boolean mayBeOlder(TaskState.Running now) {
        return phase != Phase.LIVE || now.placement().moving() || now.lostSince() > 0 || settling;
    }

    private static boolean isFurther(TaskState.Running earlier, TaskState.Running now) {
        TaskProgress had = earlier.progress();
        TaskProgress has = now.progress();
        return earlier.run() == now.run()
                && Double.compare(had.total(), has.total()) == 0
                && had.current() > has.current();
    }

    private void move(TaskMessage.Moved moved) {
        if (tasks.get(moved.id()) instanceof TaskState.Pending pending) {
            Standing before = pending.standing();
            Standing.Why why = moved.why() != null ? moved.why() : before == null ? null : before.why();
            if (why != null) {
                Standing.LimitKind limit = moved.why() != null || before == null ? moved.limit() : before.limit();
                Standing standing = new Standing(why, limit, moved.position(), moved.startsAt());
                put(new TaskState.Pending(pending.identity(), inLine(pending.waiting()), standing));
            }
        }
    }

    /** Who stands in line does not wait for a time any more. */
    private static Waiting inLine(Waiting waiting) {
        return waiting instanceof Waiting.ForTime time
                ? new Waiting.ForSlot(time.run(), time.since(), time.progress(), time.course())
                : waiting;
    }

    private void remove(String id) {
        seen.remove(id);
        if (tasks.remove(id) != null) {
            copy = null;
            sink.changed(id, null);
        }
    }

    private void forgetUnseen() {
        List<String> gone =
                tasks.keySet().stream().filter(id -> !seen.contains(id)).toList();
        gone.forEach(this::remove);
    }
}
