package dev.taskcast.server;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Problem;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.http.pump.RequestThreads;
import dev.taskcast.http.pump.StreamCount;
import dev.taskcast.http.pump.StreamLimits;
import dev.taskcast.http.pump.StreamPump;
import dev.taskcast.server.exchange.ExchangeHandler;
import dev.taskcast.server.exchange.HeadDecoder;
import dev.taskcast.server.stream.NettyLoop;
import dev.taskcast.server.stream.StreamStart;
import dev.taskcast.server.transport.LoopThreads;
import dev.taskcast.server.transport.Transport;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.TaskClock;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a server, wired: listeners accept connections onto event loops, an exchange handler reads requests and has
 * them answered on request threads, a stream goes to its loop's pump, which hints from the log wake.
 */
final class Server {
    /**
     * What holds for connections.
     *
     * @param requestDeadline how long a request may take to come, and its answer to be taken
     * @param maxStreams how many there may be
     * @param writeDeadline how long a connection may take nothing
     * @param maxStreamAge how long a stream may last
     */
    record Limits(Duration requestDeadline, int maxStreams, Duration writeDeadline, Duration maxStreamAge) {}

    private static final int LOOPS = Math.min(4, Runtime.getRuntime().availableProcessors());

    private final Sites sites;
    private final Duration requestDeadline;
    private final StreamLimits limits;
    private final ThreadMaker maker = ThreadMaker.here();
    private final LoopThreads loopThreads = new LoopThreads(maker);
    private final MultiThreadIoEventLoopGroup loops;
    private final Map<EventLoop, StreamPump> pumps = new HashMap<>(); // not changed once made
    private final RequestThreads requestThreads = new RequestThreads();
    private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private final List<Runnable> hooks = new ArrayList<>();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Doors doors;
    private int port;

    Server(Transport transport, Sites sites, Limits wanted) {
        requestDeadline = wanted.requestDeadline();
        limits = new StreamLimits(
                new StreamCount(wanted.maxStreams()),
                wanted.writeDeadline().toNanos(),
                wanted.maxStreamAge().toNanos(),
                requestThreads,
                TaskClock.system());
        this.sites = sites;
        loops = transport.newLoops(LOOPS, loopThreads);
        loops.forEach(executor -> {
            EventLoop loop = (EventLoop) executor;
            pumps.put(loop, new StreamPump(new NettyLoop(loop), limits, this::dispatch));
        });
        doors = new Doors(
                new Listeners(loops, transport, new Connections(), wanted.writeDeadline()),
                connections,
                this::isOutOfOrder);
    }

    private boolean isOutOfOrder() {
        return sites.endpoints().stream().anyMatch(TaskEndpoint::isOutOfOrder) || loops.isShuttingDown();
    }

    void start(List<InetAddress> addresses, int wantedPort) {
        try {
            for (TaskEndpoint endpoint : sites.endpoints()) {
                pumps.values().forEach(pump -> hooks.add(endpoint.onHint(pump::hint)));
                hooks.add(endpoint.onClose(this::close));
            }
            port = doors.open(addresses, wantedPort);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void dispatch() {
        sites.endpoints().forEach(TaskEndpoint::dispatch);
    }

    int port() {
        return port;
    }

    void join() throws InterruptedException {
        closed.await();
    }

    void close() {
        if (!closing.compareAndSet(false, true)) {
            awaitClosed();
            return;
        }
        try {
            hooks.forEach(Runnable::run);
            doors.close();
            List<Future<?>> ended = new ArrayList<>();
            pumps.forEach((loop, pump) -> ended.add(loop.submit(pump::end)));
            ended.forEach(each -> each.awaitUninterruptibly(2, TimeUnit.SECONDS));
            requestThreads.close();
            closeConnections();
            loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
            loopThreads.awaitEnd(Duration.ofSeconds(1));
        } finally {
            closed.countDown();
        }
    }

    /** Lets what was written leave, then closes what is left: an event loop that ends may leave connections open. */
    private void closeConnections() {
        connections.writeAndFlush(Unpooled.EMPTY_BUFFER).awaitUninterruptibly(500, TimeUnit.MILLISECONDS);
        connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    }

    private void awaitClosed() {
        try {
            closed.await(10, TimeUnit.SECONDS); // bounded: the closer may be waiting for this very thread
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Prepares each connection for HTTP. */
    private final class Connections extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            connections.add(channel);
            ChannelPipeline pipeline = channel.pipeline();
            HeadDecoder heads = new HeadDecoder();
            pipeline.addLast(heads, new HttpResponseEncoder());
            pipeline.addLast(new FlowControlHandler()); // one message for each read, also of those that came together
            pipeline.addLast(new ExchangeHandler(heads, sites, requestThreads, Server.this::takeOver, requestDeadline));
        }
    }

    private @Nullable Problem takeOver(ChannelHandlerContext ctx, Reply.Stream reply, boolean chunked) {
        StreamPump pump = pumps.get(ctx.channel().eventLoop());
        if (pump == null) {
            throw new IllegalStateException("A connection must be on one of the server's event loops");
        }
        if (!limits.count().enter()) {
            return Problem.TOO_MANY_STREAMS;
        }
        StreamStart.start(ctx, reply, chunked, pump);
        return null;
    }
}
