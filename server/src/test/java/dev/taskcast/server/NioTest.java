package dev.taskcast.server;

import dev.taskcast.server.transport.Transport;

final class NioTest extends NettyContract {
    NioTest() {
        super(Transport.NIO);
    }
}
