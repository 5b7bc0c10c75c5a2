package dev.taskcast.http.stream;

import dev.taskcast.log.Cursor;
import org.jspecify.annotations.Nullable;

/** Where a viewer says that it was cut off. Anything that is no position of this log means a reset, never an error. */
public final class LastEventId {
    private LastEventId() {}

    /**
     * Opens a session for a viewer.
     *
     * @param hub the endpoint's
     * @param lastEventId what the viewer sent, or null
     * @return a dump, a replay, or a reset
     */
    public static StreamSession open(StreamHub hub, @Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return StreamSession.dump(hub);
        }
        long position = parse(lastEventId);
        Cursor from = position < 0 ? null : hub.log().resume(position);
        return from == null ? StreamSession.reset(hub) : StreamSession.replay(hub, from);
    }

    /** A decimal integer below 2^63, or -1. */
    private static long parse(String text) {
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
