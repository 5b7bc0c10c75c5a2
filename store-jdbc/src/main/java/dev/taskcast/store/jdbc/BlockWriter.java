package dev.taskcast.store.jdbc;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.Command.Terms;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Applied;
import dev.taskcast.store.Batch;
import dev.taskcast.store.Submitted;
import dev.taskcast.task.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the tables hold as JSON: blocks of the journal, tasks' rows, submitted tasks. A block is a line with the position before
 * it, and a line for each change; so a line that can't be read takes no other with it.
 */
final class BlockWriter {
    private BlockWriter() {}

    /** A batch as a block. */
    static byte[] block(Batch batch, String node) {
        JsonBuffer out = new JsonBuffer(64 + 192 * batch.changes().size());
        out.raw("{\"h\":").number(batch.head()).raw("}");
        long last = batch.head();
        for (Applied applied : batch.changes()) {
            out.raw("\n{\"k\":\"");
            change(out, applied, batch.head(), node);
            if (takesPosition(applied.change().next())) {
                if (applied.position() != last + 1) {
                    out.raw(",\"p\":").number(applied.position());
                }
                last = applied.position();
            }
            out.raw("}");
        }
        return Packing.pack(out.toByteArray());
    }

    static boolean takesPosition(Decision.Next next) {
        return !(next instanceof Decision.Amended) && !(next instanceof Decision.Noted);
    }

    private static void change(JsonBuffer out, Applied applied, long head, String node) {
        switch (applied.change().next()) {
            case Decision.Made made -> {
                out.raw("m\",\"i\":");
                StateWriter.identity(out, made.state().identity());
                flags(out, made.keep(), made.restart());
                StateWriter.state(out, made.state(), node);
                payload(out, made.payload());
            }
            case Decision.Started started -> state(kind(out, "s", applied, head), started.state(), node);
            case Decision.Moved moved -> {
                state(kind(out, "v", applied, head), moved.state(), node);
                StateWriter.text(out, ",\"z\":", StackTraces.capped(moved.stackTrace()));
            }
            case Decision.Attached attached -> {
                kind(out, "t", applied, head).raw(",\"i\":");
                StateWriter.identity(out, attached.state().identity());
                flags(out, attached.keep(), attached.restart());
                StateWriter.state(out, attached.state(), node);
            }
            case Decision.Amended amended ->
                state(base(kind(out, "a", applied, head), applied, head), amended.state(), node);
            case Decision.Noted noted -> {
                base(kind(out, "n", applied, head), applied, head)
                        .raw(",\"w\":")
                        .string(noted.name());
                out.raw(",\"y\":").raw(noted.value().json());
            }
            case Decision.Removed removed -> {
                kind(out, "r", applied, head).raw(",\"i\":");
                StateWriter.identity(out, removed.identity());
            }
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

    private static void flags(JsonBuffer out, boolean keep, boolean restart) {
        StateWriter.flag(out, ",\"kp\":1", keep);
        StateWriter.flag(out, ",\"rs\":1", restart);
    }

    private static void payload(JsonBuffer out, @Nullable Payload payload) {
        if (payload != null) {
            out.raw(",\"y\":").raw(payload.json());
        }
    }

    /** A task's row, but for what has a column of its own. */
    static byte[] row(TaskRow row) {
        JsonBuffer out = new JsonBuffer(256);
        out.raw("{\"i\":");
        StateWriter.identity(out, row.state().identity());
        flags(out, row.keep(), row.restart());
        StateWriter.state(out, row.state(), null);
        payload(out, row.payload());
        return out.raw("}").toByteArray();
    }

    /** A submitted task. */
    static byte[] submitted(Submitted submitted) {
        JsonBuffer out = new JsonBuffer(256);
        out.raw("{\"i\":");
        StateWriter.identity(out, submitted.identity());
        Terms terms = submitted.terms();
        flags(out, terms.keep(), terms.restart());
        StateWriter.flag(out, ",\"q\":1", terms.queued());
        payload(out, submitted.payload());
        return out.raw("}").toByteArray();
    }
}
