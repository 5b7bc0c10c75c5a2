package dev.taskcast.server;

import dev.taskcast.server.transport.Transport;

final class EpollTest extends NettyContract {
    EpollTest() {
        super(Transport.EPOLL);
    }
}
