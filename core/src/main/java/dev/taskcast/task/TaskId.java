package dev.taskcast.task;

import java.util.Set;

/** The rule for task ids: the one of the wire, where an id is a segment of a path. */
public final class TaskId {
    /** The longest id, in UTF-16 code units. */
    public static final int MAX_LENGTH = 200;

    private static final String FORBIDDEN = "/\\;%";
    private static final Set<String> RESERVED = Set.of(".", "..", "events", "board", "tickets", "client");

    private TaskId() {}

    /**
     * Whether a string can be a task's id: 1 to 200 characters, none of them a control character, a lone surrogate or
     * one of {@code / \ ; %}, and not one of the reserved words {@code .}, {@code ..}, {@code events}, {@code board},
     * {@code tickets}, {@code client}.
     *
     * @param id any string
     * @return whether it is a valid id
     */
    public static boolean isValid(String id) {
        return problem(id).isEmpty();
    }

    /**
     * Checks an id by {@linkplain #isValid(String) the rule}.
     *
     * @param id any string
     * @return the same id
     * @throws IllegalArgumentException if it breaks the rule; the message says how
     */
    public static String requireValid(String id) {
        String problem = problem(id);
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException("A task id must " + problem + ", got: " + printable(id));
        }
        return id;
    }

    private static String problem(String id) {
        if (id.isEmpty() || id.length() > MAX_LENGTH) {
            return "have 1 to " + MAX_LENGTH + " characters";
        }
        if (RESERVED.contains(id)) {
            return "not be a reserved word ("
                    + String.join(" ", RESERVED.stream().sorted().toList()) + ")";
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (Character.isISOControl(c)) {
                return "have no control character";
            }
            if (FORBIDDEN.indexOf(c) >= 0) {
                return "have none of the characters / \\ ; %";
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < id.length()
                        && Character.isLowSurrogate(id.charAt(i + 1));
                if (!pair) {
                    return "have no lone surrogate";
                }
                i++;
            }
        }
        return "";
    }

    /** An id that was refused may hold anything, and be of any length: this is safe to print. */
    private static String printable(String id) {
        StringBuilder out = new StringBuilder("\"");
        int end = Math.min(id.length(), MAX_LENGTH);
        for (int i = 0; i < end; i++) {
            char c = id.charAt(i);
            if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append(end < id.length() ? "\"..." : "\"").toString();
    }
}
