package dev.taskcast.http;

import dev.taskcast.codec.StrictJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A frame of the stream, read by the letter of the wire: whatever else is between two empty lines is refused. */
public sealed interface Frame {
    /** One {@code data:} line of JSON, at most one {@code id:} line before it, line feeds only. */
    Pattern GRAMMAR = Pattern.compile(
            "(?:id: ([1-9][0-9]{0,15})\n)?data: (\\{[^\r\n]*})\n\n|(: heartbeat)\n\n|retry: ([1-9][0-9]{0,5})\n\n");

    /** The fields of each type, all of them. */
    Map<String, Set<String>> FIELDS = Map.of(
            "init", Set.of("type", "task"),
            "update", Set.of("type", "taskId", "state"),
            "remove", Set.of("type", "taskId"),
            "log", Set.of("type", "taskId", "run", "from", "lines"),
            "position", Set.of("type", "id", "why", "position"),
            "reset", Set.of("type"),
            "ready", Set.of("type", "now"),
            "stats", Set.of("type", "stats"));

    /** A sign of life. */
    record Heartbeat() implements Frame {}

    /** When to come back. */
    record Retry(long millis) implements Frame {}

    /** A message. */
    record Message(@Nullable Long id, Map<String, @Nullable Object> json) implements Frame {
        /** Its type. */
        public String type() {
            return (String) Objects.requireNonNull(json.get("type"));
        }

        /** Which task it is about; empty where it is about none. */
        public String taskId() {
            Object id = json.containsKey("task") ? state().get("id") : json.get("taskId");
            id = json.containsKey("position") ? json.get("id") : id;
            return id == null ? "" : (String) id;
        }

        /** The state that it brings. */
        @SuppressWarnings("unchecked")
        public Map<String, @Nullable Object> state() {
            Object state = json.containsKey("task") ? json.get("task") : json.get("state");
            return (Map<String, @Nullable Object>) Objects.requireNonNull(state);
        }

        /** A task as it is after this message, which says where it stands in line. */
        @SuppressWarnings("unchecked")
        public Map<String, @Nullable Object> placed(@Nullable Object before) {
            Map<String, @Nullable Object> task = new LinkedHashMap<>();
            task.putAll((Map<String, @Nullable Object>) Objects.requireNonNull(before));
            for (String field : List.of("startsAt", "limit", "runAt")) {
                task.remove(field);
            }
            for (String field : List.of("why", "limit", "position", "startsAt")) {
                if (json.containsKey(field)) {
                    task.put(field, json.get(field));
                }
            }
            return task;
        }

        /** For people: {@code update a running half}. */
        public String told() {
            boolean hasState = json.containsKey("task") || json.containsKey("state");
            String what = json.containsKey("position") ? " " + json.get("position") : "";
            return (type() + " " + taskId() + (hasState ? " " + told(state()) : what)).strip();
        }

        private static String told(Map<String, @Nullable Object> state) {
            String told = (String) Objects.requireNonNull(state.get("status"));
            if (state.get("progress") instanceof Map<?, ?> progress) {
                told += " " + progress.get("message");
            }
            return state.containsKey("stopping") ? told + " stopping" : told;
        }

        private static Message of(@Nullable String id, String json) {
            Map<String, @Nullable Object> read = object(json);
            Message message = new Message(id == null ? null : Long.valueOf(id), read);
            Set<String> fields = new HashSet<>(read.keySet());
            if (message.type().equals("position")) {
                fields.remove("startsAt"); // where somebody can tell
                fields.remove("limit"); // where it is one
            }
            if (!fields.equals(FIELDS.get(message.type()))) {
                throw new AssertionError("Wanted the fields of a known type, got: " + json);
            }
            if (message.type().equals("update")
                    && !message.taskId().equals(message.state().get("id"))) {
                throw new AssertionError("Wanted the state of the task that it is about, got: " + json);
            }
            if (message.id() != null && message.id() >= 1L << 53) {
                throw new AssertionError("Wanted an id below 2^53, got: " + id);
            }
            return message;
        }

        @SuppressWarnings("unchecked")
        private static Map<String, @Nullable Object> object(String json) {
            return (Map<String, @Nullable Object>) Objects.requireNonNull(StrictJson.parse(json));
        }
    }

    /**
     * Reads whole frames.
     *
     * @param utf8 nothing but frames
     * @return in their order
     */
    static List<Frame> parse(byte[] utf8) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("Wanted UTF-8", e);
        }
        List<Frame> frames = new ArrayList<>();
        Matcher matcher = GRAMMAR.matcher(text);
        int at = 0;
        for (; matcher.region(at, text.length()).lookingAt(); at = matcher.end()) {
            frames.add(frame(matcher));
        }
        if (at < text.length()) {
            throw new AssertionError("Wanted whole frames, got: " + text.substring(at));
        }
        return frames;
    }

    private static Frame frame(Matcher matcher) {
        if (matcher.group(3) != null) {
            return new Heartbeat();
        }
        String retry = matcher.group(4);
        return retry != null
                ? new Retry(Long.parseLong(retry))
                : Message.of(matcher.group(1), Objects.requireNonNull(matcher.group(2)));
    }
}
