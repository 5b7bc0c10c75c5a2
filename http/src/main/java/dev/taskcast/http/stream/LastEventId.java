package dev.taskcast.http.stream;

/** Where a viewer says that it was cut off. Anything that is no position of this log means a reset, never an error. */
final class LastEventId {
    private LastEventId() {}

    /** A decimal integer below 2^63, or -1. */
    static long parse(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return -1;
            }
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException tooLong) {
            return -1;
        }
    }
}
