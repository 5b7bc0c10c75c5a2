package dev.taskcast.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.unix.Limits;
import io.netty.channel.uring.IoUring;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class IoUringWritesTest {
    /**
     * Where it collects more, what is above the limit is written as nothing again and again, which neither a stream nor its viewer can
     * tell: the bytes come in the end. Only the processor knows.
     */
    @Test
    void nettyCollectsNoMoreBuffersThanOneSubmissionTakes() throws Exception {
        assumeThat(Transport.IO_URING.isAvailable()).isTrue();
        Field collected = IoUring.class.getDeclaredField("NUM_ELEMENTS_IOVEC");
        collected.setAccessible(true);

        assertThat(collected.getInt(null)).isEqualTo(Limits.IOV_MAX);
    }
}
