package dev.taskcast.client.frames;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event stream as HTML's standard has it, however its bytes are cut into pieces: a line ends with LF, CR or CRLF, and at once
 * with a CR; a byte order mark before the first line is no part of it. A frame without an end is never told. Frames of a named event other
 * than {@code message} are none of ours. Not thread-safe.
 */
public final class EventStreamParser {
    /** More than any frame of the protocol may have, with room to spare. */
    public static final int MAX_FRAME_BYTES = 16 * 1024 * 1024;

    private static final byte[] NONE = {};
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final FrameSink sink;
    private int begun; // bytes of a byte order mark, or 3 where there can be none any more
    private boolean skipLineFeed; // after a CR
    private byte[] rest = NONE; // of a line that has not ended
    private int restLength;

    // Of the frame that has not ended.
    private byte @Nullable [] data;
    private int dataLength;
    private @Nullable String id;
    private String event = "";

    /**
     * From the beginning of a stream.
     *
     * @param sink is told
     */
    public EventStreamParser(FrameSink sink) {
        this.sink = sink;
    }

    /**
     * Reads the next piece.
     *
     * @param piece holds it
     * @param length how many bytes, from the first one
     * @throws FrameTooLargeException if a frame has more than {@link #MAX_FRAME_BYTES}
     */
    public void read(byte[] piece, int length) throws FrameTooLargeException {
        int from = begun < BOM.length ? begin(piece, length) : 0;
        for (int at = from; at < length; at++) {
            byte b = piece[at];
            if (b == '\n' && skipLineFeed) {
                from = at + 1;
            } else if (b == '\n' || b == '\r') {
                end(piece, from, at);
                from = at + 1;
            }
            skipLineFeed = b == '\r';
        }
        if (from < length) {
            keep(piece, from, length);
        }
    }

    /** Where the stream begins in its first pieces. */
    private int begin(byte[] piece, int length) throws FrameTooLargeException {
        int at = 0;
        while (at < length && begun < BOM.length && piece[at] == BOM[begun]) {
            at++;
            begun++;
        }
        if (at < length && begun < BOM.length) { // it was none
            keep(BOM, 0, begun);
            begun = BOM.length;
        }
        return at;
    }

    private void keep(byte[] piece, int from, int to) throws FrameTooLargeException {
        int length = to - from;
        rest = withRoom(rest, restLength, length);
        System.arraycopy(piece, from, rest, restLength, length);
        restLength += length;
    }

    private byte[] withRoom(byte[] bytes, int used, int more) throws FrameTooLargeException {
        if (restLength + dataLength + more > MAX_FRAME_BYTES) {
            throw new FrameTooLargeException();
        }
        return used + more <= bytes.length ? bytes : Arrays.copyOf(bytes, Math.max(1_024, 2 * (used + more)));
    }

    private void end(byte[] piece, int from, int to) throws FrameTooLargeException {
        if (restLength == 0) {
            line(piece, from, to);
            return;
        }
        keep(piece, from, to);
        int length = restLength;
        restLength = 0; // it is read from where it lies
        line(rest, 0, length);
        if (rest.length > 64 * 1024) {
            rest = NONE;
        }
    }

    private void line(byte[] bytes, int from, int to) throws FrameTooLargeException {
        if (from == to) {
            dispatch();
            return;
        }
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        if (colon == from) {
            sink.comment();
            return;
        }
        int value = Math.min(to, colon + 1);
        if (value < to && bytes[value] == ' ') {
            value++;
        }
        switch (text(bytes, from, colon)) {
            case "data" -> addData(bytes, value, to);
            case "id" -> {
                String given = text(bytes, value, to);
                id = given.indexOf('\0') < 0 ? given : id;
            }
            case "event" -> event = text(bytes, value, to);
            case "retry" -> retry(text(bytes, value, to));
            default -> {
                // a field that is not known says nothing
            }
        }
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private void addData(byte[] bytes, int from, int to) throws FrameTooLargeException {
        byte[] before = data == null ? NONE : data;
        byte[] room = withRoom(before, dataLength, to - from + 1);
        if (data != null) {
            room[dataLength++] = '\n';
        }
        System.arraycopy(bytes, from, room, dataLength, to - from);
        dataLength += to - from;
        data = room;
    }

    private void retry(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return;
        }
        String number = digits.replaceFirst("^0+(?=.)", "");
        sink.retry(number.length() > 18 ? Long.MAX_VALUE : Long.parseLong(number));
    }

    private void dispatch() {
        byte[] read = data == null ? null : Arrays.copyOf(data, dataLength);
        String readId = id;
        boolean ours = event.isEmpty() || event.equals("message");
        data = null;
        dataLength = 0;
        id = null;
        event = "";
        if (ours && (read != null || readId != null)) {
            sink.frame(readId, read);
        }
    }

    /** A frame is larger than any of the protocol's. */
    public static final class FrameTooLargeException extends Exception {
        private static final long serialVersionUID = 1;

        FrameTooLargeException() {
            super("A frame of the stream must have at most " + MAX_FRAME_BYTES + " bytes, got: more");
        }
    }
}
