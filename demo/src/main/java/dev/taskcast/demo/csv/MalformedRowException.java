package dev.taskcast.demo.csv;

/** Names a row that is not as it must be: its file, its line, and what is wrong. */
public final class MalformedRowException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedRowException(String file, long line, String what) {
        super(file + ", line " + line + ": " + what);
    }
}
