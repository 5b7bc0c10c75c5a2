package dev.taskcast.benchmarks.servers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A 150-byte SSE frame, encoded once and shared by all streams.
 *
 * @param perWrite frames that one write carries
 * @param gathered whether they stay separate buffers, written by one gathered write, or were joined before
 * @param direct the bytes of one buffer, off-heap so that no write copies them
 */
record Frame(int perWrite, boolean gathered, ByteBuffer direct) {

    private static final String TEXT = "id: 7890123456789\nevent: task\ndata: {\"id\":\"import-customers\",\"state\":"
            + "\"RUNNING\",\"percent\":42,\"message\":\"Row 420000 of 1000000\"}\n";

    /** Bytes of one frame. */
    static final int BYTES = 150;

    /** Parses {@code 1}, {@code 10} (joined) or {@code 10g} (gathered). */
    static Frame of(String mode) {
        boolean gathered = mode.endsWith("g");
        int count = Integer.parseInt(gathered ? mode.substring(0, mode.length() - 1) : mode);
        byte[] one = (TEXT + ":".repeat(BYTES - TEXT.length() - 2) + "\n\n").getBytes(StandardCharsets.US_ASCII);
        int copies = gathered ? 1 : count;
        ByteBuffer direct = ByteBuffer.allocateDirect(copies * one.length);
        for (int i = 0; i < copies; i++) {
            direct.put(one);
        }
        return new Frame(count, gathered, direct.flip());
    }

    /** Buffers that one write carries. */
    int buffers() {
        return gathered ? perWrite : 1;
    }

    /** The same memory as a Netty buffer; {@code retainedDuplicate()} it for every write. */
    ByteBuf byteBuf() {
        return Unpooled.wrappedBuffer(direct.duplicate());
    }
}
