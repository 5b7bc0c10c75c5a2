package dev.taskcast.benchmarks.servers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Netty with one event loop. What serves a stream after its headers ({@code tail}): {@code codec} (the HTTP
 * handlers stay), {@code stripped} (an empty pipeline), {@code fd} (the channel is left, and our own handle on
 * the same event loop owns the file descriptor) or {@code handoff} (NIO only: our own selector loop).
 */
final class NettyServer implements StreamServer {

    private final Transport transport;
    private final String tail;
    private final StreamTail streams;

    NettyServer(Transport transport, String tail) {
        this.transport = transport;
        this.tail = tail;
        this.streams = switch (tail) {
            case "codec" -> new ChannelTail(true);
            case "stripped" -> new ChannelTail(false);
            case "fd" -> transport == Transport.IO_URING ? new UringTail() : new EpollTail();
            case "handoff" -> new SelectorTail();
            default -> throw new IllegalArgumentException("tail must be known, got: " + tail);
        };
    }

    @Override
    public int start() throws InterruptedException {
        var loops = new MultiThreadIoEventLoopGroup(1, transport.handler());
        streams.start(loops.next());
        var bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, 4096)
                .childOption(ChannelOption.TCP_NODELAY, true)
                // Shared by all: the default keeps a growing guess for each channel. A request fits well.
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(2048))
                // Writable means: the socket has taken nearly all. What is left waits in our cursor, not here.
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1, 4096))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new Endpoint());
                    }
                });
        Channel server = bootstrap
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    @Override
    public int open() {
        return streams.open();
    }

    @Override
    public long pump(Frame frame, Duration time) throws Exception {
        return streams.pump(frame, time);
    }

    private final class Endpoint extends SimpleChannelInboundHandler<HttpObject> {

        private boolean stream;

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof HttpRequest) {
                stream = true;
            }
            // Only after the whole request: the codec must not be in the middle of one when it is removed.
            if (stream && message instanceof LastHttpContent) {
                respond(context.channel());
            }
        }

        private void respond(Channel channel) {
            var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream")
                    .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
                    // The body ends with the connection, so frames need no chunk headers and can be shared.
                    .set(HttpHeaderNames.CONNECTION, "close");
            channel.writeAndFlush(response).addListener(sent -> {
                if (sent.isSuccess()) {
                    takeOver(channel);
                }
            });
        }

        private void takeOver(Channel channel) {
            if (!tail.equals("codec")) {
                channel.pipeline().remove(HttpServerCodec.class);
                channel.pipeline().remove(this);
            }
            streams.adopt(channel);
        }
    }

    /** The Java channel leaves Netty for a plain selector. */
    private static final class SelectorTail implements StreamTail {

        private final SelectorLoop loop = new SelectorLoop();

        @Override
        public void start(IoEventLoop eventLoop) {
            loop.start("streams");
        }

        @Override
        public void adopt(Channel channel) {
            // NioUnsafe.ch() is the public way to the Java channel; javaChannel() is protected.
            var javaChannel =
                    (SocketChannel) ((NioSocketChannel) channel).unsafe().ch();
            channel.deregister().addListener(done -> loop.adopt(javaChannel));
        }

        @Override
        public int open() {
            return loop.open();
        }

        @Override
        public long pump(Frame frame, Duration time) {
            return loop.pump(frame, time);
        }
    }
}
