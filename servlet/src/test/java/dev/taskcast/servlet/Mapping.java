package dev.taskcast.servlet;

/**
 * Where a servlet is put.
 *
 * @param context the path of its application; empty for the root
 * @param pattern for example {@code /tasks/*}
 * @param isAsync whether it is registered with {@code asyncSupported}
 */
record Mapping(String context, String pattern, boolean isAsync) {
    static final Mapping TASKS = new Mapping("", "/tasks/*", true);

    static Mapping of(String context, String pattern) {
        return new Mapping(context, pattern, true);
    }
}
