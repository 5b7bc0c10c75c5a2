package dev.taskcast.benchmarks.servers;

import java.time.Duration;

/** One way of serving streams: answers every GET with SSE headers and keeps the connection open. */
interface StreamServer {

    String HEADERS = """
            HTTP/1.1 200 OK\r
            Content-Type: text/event-stream\r
            Cache-Control: no-store\r
            Connection: close\r
            \r
            """;

    /** Binds to a free loopback port and returns it. */
    int start() throws Exception;

    /** Streams whose headers were sent and whose client the server still believes to be there. */
    int open();

    /**
     * Goes round all open streams as fast as it can, one write a stream and round, leaving out those whose
     * socket is full.
     *
     * @return the number of writes
     */
    long pump(Frame frame, Duration time) throws Exception;

    static StreamServer of(String variant) {
        return switch (variant) {
            case "raw" -> new RawServer();
            case "jetty" -> new JettyServer(JettyServer.Tail.RESPONSE);
            case "jetty-handoff" -> new JettyServer(JettyServer.Tail.HANDOFF);
            default -> {
                String[] parts = variant.split("-", 3);
                if (!parts[0].equals("netty")) {
                    throw new IllegalArgumentException("variant must be known, got: " + variant);
                }
                yield new NettyServer(Transport.of(parts[1]), parts.length == 3 ? parts[2] : "codec");
            }
        };
    }
}
