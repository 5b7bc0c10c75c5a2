package dev.taskcast.server.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DuplicatedByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/**
 * A chunk that many streams are sent, in memory that the kernel can read. The garbage collector frees it: the frames are shared by who
 * knows how many streams. Thread-safe.
 */
final class SharedChunk {
    private final ByteBuf bytes;
    private final boolean hasAddress;
    private final long address;

    /**
     * Of bytes that do not change any more.
     *
     * @param memory a direct buffer, ready to be read
     */
    SharedChunk(ByteBuffer memory) {
        bytes = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(memory));
        hasAddress = bytes.hasMemoryAddress();
        address = hasAddress ? bytes.memoryAddress() : 0;
    }

    /** To be written once. */
    ByteBuf view() {
        return hasAddress ? new View(bytes, address) : bytes.duplicate();
    }

    /** Knows its address: where Netty may not use {@code Unsafe}, as since JDK 24, it is found out anew for each write, at a twentieth of its price. */
    @SuppressWarnings("deprecation") // the buffers that Netty makes itself can't be told their address
    private static final class View extends DuplicatedByteBuf {
        private final long address;

        View(ByteBuf bytes, long address) {
            super(bytes);
            this.address = address;
        }

        @Override
        public boolean hasMemoryAddress() {
            return true;
        }

        @Override
        public long memoryAddress() {
            return address;
        }
    }
}
