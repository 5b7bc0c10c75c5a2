package dev.taskcast.task;

/**
 * How long the texts of a task may be, in UTF-16 code units: each of them is in every frame of its task. What the code
 * declares is refused where it is longer, when it is declared. What a run says while it runs is cut, with {@code …} as its
 * last character: a handler does not fail because it said too much.
 */
public final class TaskText {
    /** A message of progress, a line, or an error: cut. */
    public static final int MAX_MESSAGE = 4_096;
    /** The message of a step, among the steps of its run: cut. */
    public static final int MAX_STEP_MESSAGE = 500;
    /** The name of a step: cut. */
    public static final int MAX_STEP_NAME = 200;
    /** A title: refused. */
    public static final int MAX_TITLE = 200;
    /** A description: refused. */
    public static final int MAX_DESCRIPTION = 2_000;
    /** An owner: refused. */
    public static final int MAX_OWNER = 500;
    /** A tag: refused. */
    public static final int MAX_TAG = 100;
    /** The kind of an error: cut. */
    public static final int MAX_ERROR_KIND = 200;
    /** How many tags can be declared for one task, beside those of its type: more are refused. */
    public static final int MAX_TAGS = 100;

    private TaskText() {}

    /**
     * Cuts a text where it is too long, and no character in half.
     *
     * @param text any
     * @param max how long it may be, at least 2
     * @return the text itself where it is short enough; else its beginning and {@code …}
     */
    public static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = max - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /** Refuses a text that is too long. */
    static String atMost(String what, String text, int max) {
        if (text.length() > max) {
            throw new IllegalArgumentException(
                    what + " must have at most " + max + " characters, got: " + text.length());
        }
        return text;
    }

    /** Refuses more tags than there may be, and any that is too long. */
    static void tags(Iterable<String> tags, int count) {
        if (count > MAX_TAGS) {
            throw new IllegalArgumentException("A task must have at most " + MAX_TAGS + " tags, got: " + count);
        }
        tags.forEach(tag -> atMost("A tag", tag, MAX_TAG));
    }
}
