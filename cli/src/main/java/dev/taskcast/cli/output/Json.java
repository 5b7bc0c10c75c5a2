package dev.taskcast.cli.output;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.http.encode.StateJson;
import dev.taskcast.task.TaskState;
import java.util.List;

/** What is printed for programs: the objects that are on the wire, with the same names. */
public final class Json {
    private Json() {}

    /**
     * A task.
     *
     * @param state as it is
     * @return an object
     */
    public static byte[] state(TaskState state) {
        return StateJson.bytes(state);
    }

    /**
     * A task has changed.
     *
     * @param state as it is now
     * @return a message of the type {@code update}
     */
    public static byte[] update(TaskState state) {
        JsonBuffer out = new JsonBuffer(256);
        out.raw("{\"type\":\"update\",\"taskId\":").string(state.id()).raw(",\"state\":");
        StateJson.write(out, state);
        return out.raw("}").toByteArray();
    }

    /**
     * A task is gone.
     *
     * @param id which
     * @return a message of the type {@code remove}
     */
    public static byte[] remove(String id) {
        return new JsonBuffer(64)
                .raw("{\"type\":\"remove\",\"taskId\":")
                .string(id)
                .raw("}")
                .toByteArray();
    }

    /**
     * A run has logged lines.
     *
     * @param id of which task
     * @param run the number of the run
     * @param from the number of the first line
     * @param lines in their order
     * @return a message of the type {@code log}
     */
    public static byte[] log(String id, int run, long from, List<String> lines) {
        JsonBuffer out = new JsonBuffer(256);
        out.raw("{\"type\":\"log\",\"taskId\":").string(id);
        out.raw(",\"run\":").number(run).raw(",\"from\":").number(from).raw(",\"lines\":[");
        for (int i = 0; i < lines.size(); i++) {
            out.raw(i == 0 ? "" : ",").string(lines.get(i));
        }
        return out.raw("]}").toByteArray();
    }

    /**
     * What was done to a task.
     *
     * @param id which
     * @param outcome the word of the protocol
     * @return an object with the id and the outcome
     */
    public static byte[] done(String id, String outcome) {
        return new JsonBuffer(64)
                .raw("{\"id\":")
                .string(id)
                .raw(",\"outcome\":")
                .string(outcome)
                .raw("}")
                .toByteArray();
    }
}
