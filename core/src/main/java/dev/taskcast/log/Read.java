package dev.taskcast.log;

import java.util.List;

/** What a cursor got. */
public sealed interface Read {
    /** Some events, and the place after them. */
    sealed interface Some extends Read {
        /**
         * What was read, in order: transitions by position, then events without one.
         *
         * @return may be empty
         */
        List<Event> events();

        /**
         * Where to read on.
         *
         * @return the place after these events
         */
        Cursor next();

        /**
         * Whether the cursor has come to the end of the log.
         *
         * @return false where there is more to read at once
         */
        boolean atEnd();
    }

    /**
     * Every transition after the cursor.
     *
     * @param events what was read
     * @param next where to read on
     * @param atEnd whether that is the end of the log
     */
    record Exact(List<Event> events, Cursor next, boolean atEnd) implements Some {}

    /**
     * The newest state of each task that has changed since, in the order of their newest transitions.
     *
     * @param events what was read
     * @param next where to read on
     * @param atEnd whether that is the end of the log
     */
    record Newest(List<Event> events, Cursor next, boolean atEnd) implements Some {}

    /** The log can't tell what the reader has missed: it must begin anew. */
    record Reset() implements Read {}
}
