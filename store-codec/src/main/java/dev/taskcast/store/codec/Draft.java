package dev.taskcast.store.codec;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Orphan;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.lifecycle.UniqueKey;
import dev.taskcast.store.Submitted;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskState;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link BlockWriter} wrote of a change, a row or a submitted task, before it is known what the task was.
 *
 * <p>A newer version may have written fields, and values of them, that this one does not know. Where terms are written they are among the
 * terms, as {@link Terms#others}: the task is left alone, and they are handed on in the field {@code tm}, from where a version that knows
 * them takes them. In a change of a state they make the change one that is {@linkplain #isKnown not known}.
 */
public final class Draft {
    private static final Payload UNKNOWN = Payload.restored("null".getBytes(StandardCharsets.UTF_8));

    private final StateDraft state;
    private String kind = "";
    private long position;
    private long distance;
    private long madeAt;
    private long storeTime;
    private long baseDistance;
    private @Nullable TaskIdentity identity;
    private boolean keep;
    private boolean restart;
    private boolean takesSlot;
    private int maxAttempts = 1;
    private @Nullable String schedule;
    private @Nullable UniqueKey unique;
    private @Nullable String origin;
    private final Map<String, byte[]> others = new LinkedHashMap<>(); // fields of a newer version, with their values
    private long fence;
    private final Map<String, Payload> notes = new HashMap<>(0);
    private byte @Nullable [] value;
    private @Nullable String name;
    private @Nullable String stackTrace;

    private @Nullable Orphan orphan;
    private @Nullable LimitId limit;
    private LimitSetting limitFrom = LimitSetting.NONE;
    private LimitSetting limitTo = LimitSetting.NONE;

    private Draft(String home) {
        state = new StateDraft(home);
    }

    /**
     * Reads an object.
     *
     * @param home the node whose name is not written out
     * @throws RuntimeException if it is none, or of a version that is not known
     */
    static Draft read(byte[] bytes, int from, int to, String home) {
        Draft draft = new Draft(home);
        Json json = Json.object(bytes, from, to);
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            draft.field(json, field);
        }
        return draft;
    }

    /**
     * Reads a row or a submitted task.
     *
     * @param bytes what {@link BlockWriter} has written
     * @return what it says
     * @throws RuntimeException if they are something else, or of a version that is not known
     */
    public static Draft read(byte[] bytes) {
        return read(bytes, 0, bytes.length, "");
    }

    /**
     * What the task of a row was submitted with. Nothing else of the row is read.
     *
     * @param row what {@link BlockWriter#row} has written
     * @return null where it was not submitted
     * @throws RuntimeException if it is something else
     */
    public static @Nullable Payload payloadIn(byte[] row) {
        Json json = Json.object(row);
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            if (field.equals("y")) {
                return Payload.restored(json.value());
            }
            byte[] ignored = json.value();
        }
        return null;
    }

    private void field(Json json, String field) {
        switch (field) {
            case "k" -> kind = json.string();
            case "p" -> position = json.number();
            case "c" -> distance = json.number();
            case "b" -> baseDistance = json.number();
            case "i" -> identity = StateReader.identity(json);
            case "kp" -> keep = json.flag();
            case "rs" -> restart = json.flag();
            case "sl" -> takesSlot = json.flag();
            case "ma" -> maxAttempts = (int) json.number();
            case "sc" -> schedule = json.string();
            case "uq" -> {
                byte[] key = json.value();
                unique = StateReader.unique(key);
                if (unique == null) {
                    others.put(field, key);
                }
            }
            case "og" -> origin = json.string();
            case "tm" -> handedOn(json);
            case "fe" -> fence = json.number();
            case "no" -> notes(json);
            case "l" -> limit = LimitCodec.id(json);
            case "or" -> orphan = StateReader.orphan(json);
            case "lf" -> limitFrom = LimitCodec.setting(json);
            case "lt" -> limitTo = LimitCodec.setting(json);
            case "y" -> value = json.value();
            case "w" -> name = json.string();
            case "z" -> stackTrace = json.string();
            case "s" -> {
                byte[] word = json.value();
                if (!state.status(word)) {
                    others.put(field, word);
                }
            }
            case "at" -> storeTime = json.number();
            case "ca" -> madeAt = json.number();
            default -> {
                if (!state.field(json, field)) {
                    others.put(field, json.value());
                }
            }
        }
    }

    private void notes(Json json) {
        json.enter();
        for (String note = json.nextName(); note != null; note = json.nextName()) {
            notes.put(note, Payload.restored(json.value()));
        }
    }

    /** An older version did not know these terms, and this one may. */
    private void handedOn(Json json) {
        json.enter();
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            switch (field) {
                case "kp", "rs", "sl", "ma", "sc", "uq", "og" -> field(json, field);
                default -> others.put(field, json.value());
            }
        }
    }

    private @Nullable String others() {
        if (others.isEmpty()) {
            return null;
        }
        StringBuilder object = new StringBuilder();
        others.forEach((name, value) -> object.append(object.isEmpty() ? "{\"" : ",\"")
                .append(name)
                .append("\":")
                .append(new String(value, StandardCharsets.UTF_8)));
        return object.append('}').toString();
    }

    /**
     * Of which kind a change is.
     *
     * @return a letter, such as {@code m} for one that makes a task; empty where it is no change
     */
    public String kind() {
        return kind;
    }

    /**
     * Whether this version knows what it says: its kind, and all of it but for terms, which are handed on.
     *
     * @return false where a newer version has written it
     */
    public boolean isKnown() {
        boolean isKindKnown = kind.length() == 1 && "msvtwanrlou".contains(kind);
        return isKindKnown && (others.isEmpty() || (state.hasStatus() && "mtwu".contains(kind)));
    }

    /**
     * Whether it is of no task: it sets a limit, or a handler has returned that its task no longer told of.
     *
     * @return false where it is of one
     */
    public boolean isOfNoTask() {
        return kind.equals("l") || kind.equals("o");
    }

    /** When a run was started or a limit set, on the store's clock; 0 where no rate has asked for that. */
    long storeTime() {
        return storeTime;
    }

    /** What it says, being of no task. */
    Decision.OfNoTask ofNoTask() {
        return kind.equals("l")
                ? new Decision.Limited(required(limit, "limit"), limitFrom, limitTo, storeTime)
                : new Decision.Returned(required(orphan, "orphan"));
    }

    /** Its position, or 0 where that is the next one. */
    long position() {
        return position;
    }

    /** How far before the block's head the task was made. */
    long distance() {
        return distance;
    }

    /** How far before the block's head is the transition that it comes after, where it takes no position. */
    long baseDistance() {
        return baseDistance;
    }

    /** What was declared for the task. */
    Terms terms() {
        return new Terms(keep, restart, takesSlot, maxAttempts, schedule, unique, others(), origin).shared();
    }

    @Nullable
    String stackTrace() {
        return stackTrace;
    }

    /** What the task is, where that is written. */
    @Nullable
    TaskIdentity identityOrNull() {
        return identity;
    }

    /**
     * What the task is.
     *
     * @return what is written of it
     * @throws IllegalArgumentException if nothing is
     */
    public TaskIdentity identity() {
        return required(identity, "identity");
    }

    String name() {
        return required(name, "name");
    }

    @Nullable
    Payload payload() {
        return value == null ? null : Payload.restored(value);
    }

    Payload note() {
        return required(payload(), "value");
    }

    /**
     * The state.
     *
     * @param of the task that is in it
     * @return the state
     * @throws IllegalArgumentException if it is not written whole
     */
    public TaskState state(TaskIdentity of) {
        return state.of(of);
    }

    /**
     * A task's row.
     *
     * @param created the position at which the task was made
     * @param at the position of its newest transition
     * @param fence of its newest run
     * @return the row
     * @throws IllegalArgumentException if it is not written whole
     */
    public TaskRow row(long created, long at, long fence) {
        return new TaskRow(state(identity()), created, at, fence, terms(), payload(), null, madeAt);
    }

    /** What has made a task. Where nothing is said of the time it has waited since then. */
    Decision.Made made() {
        return new Decision.Made(
                (TaskState.Pending) state(identity()), terms(), payload(), madeAt > 0 ? madeAt : state.since());
    }

    /** The row of a task that is woken. */
    TaskRow woken(long created, long at) {
        TaskRow row = row(created, at, fence);
        return notes.isEmpty() ? row : row.withNotes(Map.copyOf(notes));
    }

    /**
     * A submitted task.
     *
     * @param number its place among them
     * @return the task
     * @throws IllegalArgumentException if it is not written whole
     */
    public Submitted submitted(long number) {
        return new Submitted(number, identity(), terms(), required(payload(), "payload"), state.waiting());
    }

    /**
     * A task that is gone, and that this node did not hold: what those who watched it have to know, and that the tables may have runs and
     * notes of it. Where it is not said how it had ended, an older version has forgotten it.
     *
     * @param created the position at which the task was made
     * @param removedAt that of its removal
     * @return what it may have been at the last
     */
    public TaskRow last(long created, long removedAt) {
        return new TaskRow(state.end(identity()), created, removedAt - 1, 0, Terms.DEFAULT, UNKNOWN, Map.of(), 0);
    }

    static <T> T required(@Nullable T field, String what) {
        if (field == null) {
            throw new IllegalArgumentException("A record must have a " + what + ", got: none");
        }
        return field;
    }
}
