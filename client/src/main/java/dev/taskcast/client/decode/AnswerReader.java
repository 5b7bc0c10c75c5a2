package dev.taskcast.client.decode;

import dev.taskcast.client.event.TaskLog;
import dev.taskcast.codec.JsonReader;
import dev.taskcast.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads answers to requests. Each method throws {@code IllegalArgumentException} for what is no such answer. */
public final class AnswerReader {
    private AnswerReader() {}

    /**
     * A page of a list.
     *
     * @param tasks the states; without those that are not known here
     * @param next where it goes on, or null at the end
     * @param position where a stream goes on from it
     * @param now the server's time in epoch milliseconds; 0 where it does not say
     * @param about how many tasks match, on all pages; 0 where it does not say
     * @param isAboutMore whether there are more than that, or may be
     * @param isPartial whether the search was broken off
     */
    public record Page(
            List<TaskState> tasks,
            @Nullable String next,
            String position,
            long now,
            long about,
            boolean isAboutMore,
            boolean isPartial) {}

    /**
     * What a server says that goes wrong (RFC 9457).
     *
     * @param code a stable word, or null
     * @param words for people, or null
     */
    public record Problem(@Nullable String code, @Nullable String words) {}

    /**
     * Reads a page of a list.
     *
     * @param json the answer
     * @return the page
     */
    public static Page page(byte[] json) {
        JsonReader reader = new JsonReader(json, 0, json.length);
        List<TaskState> tasks = null;
        String next = null;
        String position = null;
        long now = 0;
        long about = 0;
        boolean isAboutMore = false;
        boolean isPartial = false;
        reader.enter();
        for (String name = reader.nextName(); name != null; name = reader.nextName()) {
            switch (name) {
                case "tasks" -> tasks = states(reader);
                case "next" -> next = reader.string();
                case "position" -> position = reader.string();
                case "now" -> now = Fields.whole(reader.value(), 0);
                case "about" -> about = Fields.whole(reader.value(), 0);
                case "aboutMore" -> isAboutMore = Boolean.TRUE.equals(reader.value());
                case "partial" -> isPartial = Boolean.TRUE.equals(reader.value());
                default -> {
                    Object ignored = reader.value();
                }
            }
        }
        reader.end();
        if (tasks == null || position == null) {
            throw new IllegalArgumentException("A list must have \"tasks\" and \"position\"");
        }
        return new Page(tasks, next, position, now, about, isAboutMore, isPartial);
    }

    private static List<TaskState> states(JsonReader reader) {
        List<TaskState> states = new ArrayList<>();
        reader.enterArray();
        while (reader.nextElement()) {
            TaskState state = StateReader.read(reader.raw());
            if (state != null) {
                states.add(state);
            }
        }
        return states;
    }

    /**
     * Reads the state of one task.
     *
     * @param json the answer
     * @return the state
     */
    public static TaskState state(byte[] json) {
        TaskState state = StateReader.read(json);
        if (state == null) {
            throw new IllegalArgumentException("A state must have an id and a known status");
        }
        return state;
    }

    /**
     * Reads lines of a run.
     *
     * @param json the answer
     * @return the lines
     */
    public static TaskLog log(byte[] json) {
        Fields fields = fields(json);
        return new TaskLog(fields.smallCount("run"), fields.count("from"), fields.texts("lines"), fields.count("next"));
    }

    /**
     * Reads a text that an answer has.
     *
     * @param json the answer
     * @param name of the field
     * @return the text
     */
    public static String text(byte[] json, String name) {
        String text = fields(json).text(name);
        if (text == null) {
            throw new IllegalArgumentException("The answer must have \"" + name + "\"");
        }
        return text;
    }

    /**
     * Reads a problem, if it is one.
     *
     * @param body any
     * @return what it says
     */
    public static Problem problem(byte[] body) {
        try {
            Fields fields = Fields.of(JsonReader.read(body));
            String detail = fields.text("detail");
            String words = detail == null || detail.isEmpty() ? fields.text("title") : detail;
            return new Problem(fields.text("code"), words == null || words.isEmpty() ? null : words);
        } catch (IllegalArgumentException noJson) {
            return new Problem(null, null);
        }
    }

    private static Fields fields(byte[] json) {
        JsonReader reader = new JsonReader(json, 0, json.length);
        Fields fields = Fields.of(reader.value());
        reader.end();
        return fields;
    }
}
