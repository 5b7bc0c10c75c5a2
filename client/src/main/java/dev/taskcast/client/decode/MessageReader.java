package dev.taskcast.client.decode;

import dev.taskcast.client.event.TaskMessage;
import dev.taskcast.codec.JsonReader;
import dev.taskcast.task.TaskState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads messages of the stream. */
public final class MessageReader {
    private MessageReader() {}

    /**
     * Reads a message.
     *
     * @param json the data of a frame
     * @return the message
     * @throws IllegalArgumentException if it is none; the message says why
     */
    public static TaskMessage read(byte[] json) {
        JsonReader reader = new JsonReader(json, 0, json.length);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        byte[] state = null;
        reader.enter();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            if (name.equals("state") || name.equals("task")) {
                state = reader.raw();
            } else {
                values.put(name, reader.value());
            }
        }
        reader.end();
        Fields fields = new Fields(values);
        return switch (require("type", fields)) {
            case "init" -> new TaskMessage.Init(state(state));
            case "update" -> new TaskMessage.Updated(state(state));
            case "remove" -> new TaskMessage.Removed(require("taskId", fields));
            case "position" -> moved(fields);
            case "log" ->
                new TaskMessage.Logged(
                        require("taskId", fields),
                        fields.smallCount("run"),
                        fields.count("from"),
                        fields.texts("lines"));
            case "reset" -> new TaskMessage.Reset();
            case "ready" -> new TaskMessage.Ready(fields.count("now"));
            case String other -> new TaskMessage.Other(other, Collections.unmodifiableMap(values));
        };
    }

    private static TaskMessage moved(Fields fields) {
        int position = fields.smallCount("position");
        if (position == 0) {
            throw new IllegalArgumentException("A message of the type \"position\" must have a place from 1");
        }
        return new TaskMessage.Moved(
                require("id", fields),
                StateReader.why(fields),
                StateReader.limit(fields),
                position,
                fields.count("startsAt"));
    }

    private static TaskState state(byte @Nullable [] json) {
        TaskState state = json == null ? null : StateReader.read(json);
        if (state == null) {
            throw new IllegalArgumentException("A state must have an id and a known status");
        }
        return state;
    }

    private static String require(String name, Fields fields) {
        String value = fields.text(name);
        if (value == null) {
            throw new IllegalArgumentException("A message must have \"" + name + "\"");
        }
        return value;
    }
}
