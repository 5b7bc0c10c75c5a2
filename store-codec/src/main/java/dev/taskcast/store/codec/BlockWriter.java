package dev.taskcast.store.codec;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Batch;
import dev.taskcast.store.Submitted;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the tables hold as JSON: blocks of the journal, tasks' rows, submitted tasks. A block is a line with the position before
 * it and the version of the block, and a line for each change; so a line that can't be read takes no other with it.
 */
public final class BlockWriter {
    /**
     * The version of blocks. It rises only where a reader that does not know it would take something else from a block than what was
     * written: then such a reader takes nothing and goes no further. Fields and kinds that are new need no other: see {@link Draft}. What
     * refuses nodes that write like version 2 of the tables is the column {@code format}.
     */
    public static final int VERSION = 1;

    /** Older versions take a kind that they do not know for a transition: the next one says where it is. */
    private static final long UNSURE = -1;

    private BlockWriter() {}

    /**
     * A batch as a block.
     *
     * @param batch what is to be kept at once
     * @param node who keeps it
     * @return what {@link BlockReader} reads
     */
    public static byte[] block(Batch batch, String node) {
        JsonBuffer out = new JsonBuffer(64 + 192 * batch.changes().size());
        out.raw("{\"h\":").number(batch.head()).raw(",\"v\":").number(VERSION);
        last(out, batch);
        out.raw("}");
        long last = batch.head();
        for (Applied applied : batch.changes()) {
            out.raw("\n{\"k\":\"");
            change(out, applied, batch.head(), node);
            if (takesPosition(applied.change().next())) {
                if (applied.position() != last + 1) {
                    out.raw(",\"p\":").number(applied.position());
                }
                last = applied.position();
            } else if (isUnsure(applied.change().next())) {
                last = UNSURE;
            }
            out.raw("}");
        }
        return Packing.pack(out.toByteArray());
    }

    /** How far runs were whose ends are in the block, for who shows them. Where the first one of them began is given by its distance. */
    private static void last(JsonBuffer out, Batch batch) {
        String comma = ",\"g\":{\"";
        for (Map.Entry<Long, TaskProgress> each : batch.lastProgress().entrySet()) {
            out.raw(comma).number(batch.head() - each.getKey()).raw("\":");
            StateWriter.progress(out, each.getValue());
            comma = ",\"";
        }
        if (!batch.lastProgress().isEmpty()) {
            out.raw("}");
        }
    }

    private static boolean isUnsure(Decision.Next next) {
        return next instanceof Decision.OfNoTask || next instanceof Decision.Woken;
    }

    static boolean takesPosition(Decision.Next next) {
        return switch (next) {
            case Decision.Amended amended -> false;
            case Decision.Noted noted -> false;
            case Decision.OfNoTask ofNoTask -> false;
            case Decision.Woken woken -> false;
            case Decision.Made made -> true;
            case Decision.Attached attached -> true;
            case Decision.Swapped swapped -> true;
            case Decision.Started started -> true;
            case Decision.Moved moved -> true;
            case Decision.Removed removed -> true;
        };
    }

    private static void change(JsonBuffer out, Applied applied, long head, String node) {
        switch (applied.change().next()) {
            case Decision.Made made -> {
                out.raw("m\",\"i\":");
                StateWriter.identity(out, made.state().identity());
                StateWriter.terms(out, made.terms());
                StateWriter.state(out, made.state(), node);
                if (made.at() != made.state().waiting().since()) {
                    madeAt(out, made.at());
                }
                payload(out, made.payload());
            }
            case Decision.Started started -> {
                state(kind(out, "s", applied, head), started.state(), node);
                storeTime(out, started.at());
            }
            case Decision.Moved moved -> {
                state(kind(out, "v", applied, head), moved.state(), node);
                StateWriter.text(out, ",\"z\":", StackTraces.capped(moved.stackTrace()));
            }
            case Decision.Attached attached -> {
                kind(out, "t", applied, head).raw(",\"i\":");
                StateWriter.identity(out, attached.state().identity());
                StateWriter.terms(out, attached.terms());
                StateWriter.state(out, attached.state(), node);
            }
            case Decision.Swapped swapped -> {
                StateWriter.terms(kind(out, "w", applied, head), swapped.terms());
                StateWriter.state(out, swapped.state(), node);
                payload(out, swapped.payload());
            }
            case Decision.Amended amended ->
                state(base(kind(out, "a", applied, head), applied, head), amended.state(), node);
            case Decision.Noted noted -> {
                base(kind(out, "n", applied, head), applied, head)
                        .raw(",\"w\":")
                        .string(noted.name());
                out.raw(",\"y\":").raw(noted.value().json());
            }
            case Decision.Woken woken -> woken(out, woken.row(), head, node);
            case Decision.Limited limited -> {
                out.raw("l\",\"l\":");
                LimitCodec.id(out, limited.of());
                out.raw(",\"lf\":");
                LimitCodec.setting(out, limited.from());
                out.raw(",\"lt\":");
                LimitCodec.setting(out, limited.to());
                storeTime(out, limited.at());
            }
            case Decision.Returned returned -> {
                out.raw("o\",\"or\":");
                StateWriter.orphan(out, returned.orphan());
            }
            case Decision.Removed removed -> {
                kind(out, "r", applied, head).raw(",\"i\":");
                StateWriter.identity(out, removed.identity());
                TaskRow from = applied.change().from();
                if (from != null && from.mayRest()) { // nodes that do not hold it count it by that
                    out.raw(",\"s\":\"").raw(from.state().status().wireName()).raw("\"");
                }
            }
        }
    }

    /** The whole of a task, for nodes that do not hold it. */
    private static void woken(JsonBuffer out, TaskRow row, long head, String node) {
        out.raw("u\",\"c\":").number(head - row.created());
        out.raw(",\"b\":").number(head - row.position());
        out.raw(",\"fe\":").number(row.fence()).raw(",\"i\":");
        StateWriter.identity(out, row.state().identity());
        StateWriter.terms(out, row.terms());
        StateWriter.state(out, row.state(), node);
        payload(out, row.payload());
        if (row.createdAt() > 0) {
            madeAt(out, row.createdAt());
        }
        Map<String, Payload> notes = row.notes();
        if (notes != null) {
            out.raw(",\"no\":{");
            String comma = "";
            for (Map.Entry<String, Payload> note : notes.entrySet()) {
                out.raw(comma)
                        .string(note.getKey())
                        .raw(":")
                        .raw(note.getValue().json());
                comma = ",";
            }
            out.raw("}");
        }
    }

    /** Which task: as the distance between the block's head and the task's first position, which is short. */
    private static JsonBuffer kind(JsonBuffer out, String kind, Applied applied, long head) {
        TaskRow from = applied.change().from();
        if (from == null) {
            throw new IllegalArgumentException(
                    "A change of a task must have the row that it was decided from, got: none");
        }
        return out.raw(kind).raw("\",\"c\":").number(head - from.created());
    }

    /** Which transition it comes after, likewise. */
    private static JsonBuffer base(JsonBuffer out, Applied applied, long head) {
        return out.raw(",\"b\":").number(head - applied.position());
    }

    private static void state(JsonBuffer out, TaskState state, String node) {
        StateWriter.state(out, state, node);
    }

    private static void payload(JsonBuffer out, @Nullable Payload payload) {
        if (payload != null) {
            out.raw(",\"y\":").raw(payload.json());
        }
    }

    private static void storeTime(JsonBuffer out, long at) {
        if (at > 0) {
            out.raw(",\"at\":").number(at);
        }
    }

    private static void madeAt(JsonBuffer out, long at) {
        out.raw(",\"ca\":").number(at);
    }

    /**
     * A task's row, but for where it was made, its position and its fence.
     *
     * @param row the task
     * @return what {@link Draft#row} is made from
     */
    public static byte[] row(TaskRow row) {
        JsonBuffer out = new JsonBuffer(256);
        out.raw("{\"i\":");
        StateWriter.identity(out, row.state().identity());
        StateWriter.terms(out, row.terms());
        StateWriter.state(out, row.state(), null);
        if (row.createdAt() > 0) {
            madeAt(out, row.createdAt());
        }
        payload(out, row.payload());
        return out.raw("}").toByteArray();
    }

    /**
     * A submitted task, but for its number.
     *
     * @param submitted the task
     * @return what {@link Draft#submitted} is made from
     */
    public static byte[] submitted(Submitted submitted) {
        JsonBuffer out = new JsonBuffer(256);
        out.raw("{\"i\":");
        StateWriter.identity(out, submitted.identity());
        StateWriter.terms(out, submitted.terms());
        StateWriter.state(out, new TaskState.Pending(submitted.identity(), submitted.waiting()), null);
        payload(out, submitted.payload());
        return out.raw("}").toByteArray();
    }
}
