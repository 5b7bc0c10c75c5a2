package dev.taskcast.benchmarks.servers;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty's core handler, asynchronous: no thread is held by a stream. */
final class JettyServer implements StreamServer {

    /** What writes after the headers. */
    enum Tail {
        RESPONSE,
        HANDOFF
    }

    private final Tail tail;
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private final SelectorLoop loop = new SelectorLoop();

    JettyServer(Tail tail) {
        this.tail = tail;
    }

    @Override
    public int start() throws Exception {
        var server = new Server(new QueuedThreadPool(8, 4));
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        connector.setAcceptQueueSize(4096);
        connector.setIdleTimeout(0);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                respond(request, response, callback);
                return true;
            }
        });
        server.start();
        loop.start("streams");
        return connector.getLocalPort();
    }

    @Override
    public int open() {
        return tail == Tail.HANDOFF ? loop.open() : streams.size();
    }

    @Override
    public long pump(Frame frame, Duration time) {
        if (tail == Tail.HANDOFF) {
            return loop.pump(frame, time);
        }
        if (frame.gathered()) {
            throw new UnsupportedOperationException("Response.write takes one buffer");
        }
        long writes = 0;
        long end = System.nanoTime() + time.toNanos();
        do {
            for (Stream stream : streams) {
                if (!stream.sending) {
                    stream.sending = true;
                    stream.response.write(false, frame.direct().duplicate(), stream);
                    writes++;
                }
            }
        } while (System.nanoTime() - end < 0);
        return writes;
    }

    private void respond(Request request, Response response, Callback callback) {
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, "text/event-stream")
                .put(HttpHeader.CACHE_CONTROL, "no-store")
                .put(HttpHeader.CONNECTION, "close");
        response.write(
                false,
                ByteBuffer.allocate(0),
                Callback.from(
                        () -> {
                            if (tail == Tail.HANDOFF) {
                                takeOver(request);
                            } else {
                                var stream = new Stream(response, callback);
                                streams.add(stream);
                                request.addFailureListener(stream::failed);
                            }
                        },
                        callback::failed));
    }

    private void takeOver(Request request) {
        var endPoint = (SocketChannelEndPoint)
                request.getConnectionMetaData().getConnection().getEndPoint();
        SocketChannel channel = endPoint.getChannel();
        // A selector can't hold a channel's second key, so Jetty's must be gone first: cancelled, then flushed by
        // a selection. Replacing the connection lets the HTTP objects go; the end point itself stays with Jetty.
        selectorOf(request, channel).submit(selector -> {
            SelectionKey key = channel.keyFor(selector);
            if (key != null) {
                key.cancel();
                key.attach(null);
            }
            endPoint.upgrade(new Detached(endPoint));
            loop.adopt(channel);
        });
    }

    private static ManagedSelector selectorOf(Request request, SocketChannel channel) {
        var connector = (ServerConnector) request.getConnectionMetaData().getConnector();
        return connector.getSelectorManager().getBeans(ManagedSelector.class).stream()
                .filter(selector -> channel.keyFor(selector.getSelector()) != null)
                .findFirst()
                .orElseThrow();
    }

    private static final class Detached extends AbstractConnection {
        Detached(EndPoint endPoint) {
            super(endPoint, Runnable::run);
        }

        @Override
        public void onFillable() {}
    }

    private final class Stream implements Callback {
        private final Response response;
        private final Callback request;
        private volatile boolean sending;

        Stream(Response response, Callback request) {
            this.response = response;
            this.request = request;
        }

        @Override
        public void succeeded() {
            sending = false;
        }

        @Override
        public void failed(Throwable cause) {
            streams.remove(this);
            request.failed(cause);
        }
    }
}
