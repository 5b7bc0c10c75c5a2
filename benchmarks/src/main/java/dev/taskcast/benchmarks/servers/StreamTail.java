package dev.taskcast.benchmarks.servers;

import io.netty.channel.Channel;
import io.netty.channel.IoEventLoop;
import java.time.Duration;

/** What owns Netty's streams once their headers are out. */
interface StreamTail {

    void start(IoEventLoop eventLoop);

    /** Takes a stream over; on its event loop. */
    void adopt(Channel channel);

    int open();

    long pump(Frame frame, Duration time) throws Exception;
}
