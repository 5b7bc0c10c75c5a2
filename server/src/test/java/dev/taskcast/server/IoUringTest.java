package dev.taskcast.server;

import dev.taskcast.server.transport.Transport;

final class IoUringTest extends NettyContract {
    IoUringTest() {
        super(Transport.IO_URING);
    }
}
