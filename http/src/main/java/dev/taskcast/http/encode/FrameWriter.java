package dev.taskcast.http.encode;

import dev.taskcast.adapter.Queries;
import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lines.LineTail;
import dev.taskcast.log.Event;
import dev.taskcast.task.Standing;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStats;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames of the stream: an {@code id:} line where there is one, one {@code data:} line, an empty line. The rest of
 * a frame but its id is the same for all viewers, and is encoded once an event. Not thread-safe.
 */
public final class FrameWriter {
    private final JsonBuffer out = new JsonBuffer(1_024);
    private final @Nullable Queries queries;

    /** Nothing written yet, and nothing of tasks to be. */
    public FrameWriter() {
        queries = null;
    }

    /**
     * Nothing written yet.
     *
     * @param queries where tasks stand that wait
     */
    public FrameWriter(Queries queries) {
        this.queries = queries;
    }

    /**
     * The place up to which the viewer has been brought up with the next frame.
     *
     * @param position a position
     */
    public void id(long position) {
        out.raw("id: ").number(position).raw("\n");
    }

    /**
     * A task's state changed, or where it stands in line, or the task is gone.
     *
     * @param event what happened
     */
    public void event(Event event) {
        out.raw(event.<byte[]>encoded(this::encode));
    }

    /**
     * A task, in a dump.
     *
     * @param row as it is
     */
    public void init(TaskRow row) {
        out.raw("data: {\"type\":\"init\",\"task\":");
        StateJson.write(out, shown(row.state(), row.position()));
        out.raw("}\n\n");
    }

    /**
     * Frames that were written before, the first without its id.
     *
     * @param frames UTF-8
     */
    public void frames(byte[] frames) {
        out.raw(frames);
    }

    /**
     * A task stopped being visible.
     *
     * @param id which
     */
    public void remove(String id) {
        out.raw("data: {\"type\":\"remove\",\"taskId\":").string(id).raw("}\n\n");
    }

    /**
     * Lines of a run.
     *
     * @param id of which task
     * @param lines at least one
     */
    public void log(String id, LineTail.Lines lines) {
        out.raw("data: {\"type\":\"log\",\"taskId\":").string(id);
        out.raw(",\"run\":").number(lines.run()).raw(",");
        StateJson.lines(out, lines);
        out.raw("}\n\n");
    }

    /**
     * How many tasks are how.
     *
     * @param stats at one moment
     */
    public void stats(TaskStats stats) {
        out.raw("data: {\"type\":\"stats\",\"stats\":");
        StatsJson.write(out, stats);
        out.raw("}\n\n");
    }

    /** The viewer is to drop what it had. */
    public void reset() {
        out.raw("data: {\"type\":\"reset\"}\n\n");
    }

    /**
     * What follows is live.
     *
     * @param now the server's time, in epoch milliseconds, by which viewers tell how long ago something was
     */
    public void ready(long now) {
        out.raw("data: {\"type\":\"ready\",\"now\":").number(now).raw("}\n\n");
    }

    /** The stream is still there. */
    public void heartbeat() {
        out.raw(": heartbeat\n\n");
    }

    /**
     * How long the viewer is to wait before it connects again.
     *
     * @param millis milliseconds
     */
    public void retry(long millis) {
        out.raw("retry: ").number(millis).raw("\n\n");
    }

    /**
     * Whether nothing was written.
     *
     * @return true where there are no frames
     */
    public boolean isEmpty() {
        return out.size() == 0;
    }

    /**
     * What was written.
     *
     * @return UTF-8
     */
    public byte[] toByteArray() {
        return out.toByteArray();
    }

    private TaskState shown(TaskState state, long position) {
        return queries == null ? state : queries.shown(state, position);
    }

    private byte[] encode(Event event) {
        JsonBuffer json = new JsonBuffer(256);
        String id = event.identity().id();
        TaskState state = event.state();
        Standing standing = event.standing();
        if (standing != null) {
            json.raw("data: {\"type\":\"position\",\"id\":").string(id);
            QueueJson.moved(json, standing);
        } else if (state == null) {
            json.raw("data: {\"type\":\"remove\",\"taskId\":").string(id);
        } else {
            json.raw("data: {\"type\":\"update\",\"taskId\":").string(id).raw(",\"state\":");
            StateJson.write(json, shown(state, event.position()));
        }
        return json.raw("}\n\n").toByteArray();
    }
}
