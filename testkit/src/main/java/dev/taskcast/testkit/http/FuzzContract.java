package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is sent: no 5xx, nothing of it comes back, the connection ends, and the server goes on. A part of the {@link HttpContract}, and for
 * whatever other host can meet it.
 */
public interface FuzzContract extends Served {
    /** How many connections for each seed. */
    int CONNECTIONS = 60;

    /** What is sent, and must not come back. */
    String MARK = "kilroywashere";

    List<String> METHODS =
            List.of("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "g\u00e9t", "");
    List<String> TARGETS = List.of(
            "/tasks",
            "/tasks/t",
            "/tasks/t/start",
            "/tasks/t/cancel",
            "/tasks/t/log?after=-1",
            "/tasks/%00",
            "/tasks?limit=0",
            "/tasks/../tasks",
            "//",
            "*",
            "http://",
            "/tasks/tickets",
            "/tasks?after=%ff");
    List<String> HEADERS = List.of(
            "Content-Length: 5",
            "Content-Length: -1",
            "Transfer-Encoding: chunked",
            "Transfer-Encoding: gzip",
            "Connection: close",
            "Connection: upgrade",
            "Upgrade: websocket",
            "Expect: 100-continue",
            "Host: x",
            "Content-Type: application/json",
            "Origin: http://" + MARK,
            "X-Odd: " + MARK + "\u0001\u00ff",
            ": " + MARK,
            "Folded: a\r\n " + MARK,
            "Last-Event-ID: " + MARK,
            "Cookie: " + MARK);

    /** Two fixed ones and two fresh ones; {@code -Dtaskcast.seed=N} takes that one only. */
    static LongStream fuzzSeeds() {
        Long wanted = Long.getLong("taskcast.seed");
        RandomGenerator fresh = RandomGenerator.getDefault();
        return wanted == null ? LongStream.of(0, 1, fresh.nextLong(), fresh.nextLong()) : LongStream.of(wanted);
    }

    /**
     * What no answer begins with. A container answers what HTTP it does not know with 501 and 505, and may leave these out.
     *
     * @return a regular expression
     */
    default String failure() {
        return "HTTP/1\\.1 5[0-9]{2}";
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("fuzzSeeds")
    default void whateverIsSentTheServerGoesOn(long seed) throws IOException {
        Random random = new Random(seed);
        tasks().register("t", ctx -> {});
        int port = serve();
        for (int i = 0; i < CONNECTIONS; i++) {
            byte[] sent = sent(random);
            String got = exchange(port, sent, random.nextBoolean());
            String what = new String(sent, StandardCharsets.ISO_8859_1);
            assertThat(got).as("5xx for " + what).doesNotContainPattern(failure());
            assertThat(got.toLowerCase(Locale.ROOT))
                    .as("reflected from " + what)
                    .doesNotContain(MARK);
        }
        assertThat(RawClient.ask(port, "GET", "/tasks/t").status()).isEqualTo(200);
    }

    /** Sends it and ends our side, at once or once nothing has come for a while; what came until the server ended its. */
    private static String exchange(int port, byte[] sent, boolean endAtOnce) throws IOException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        try (RawClient client = new RawClient(port)) {
            try {
                client.send(sent);
                if (endAtOnce) {
                    client.endOutput();
                } else {
                    client.request("GET", "/tasks", "Connection: close").endOutput();
                }
                InputStream in = client.socket().getInputStream();
                for (int c = in.read(); c >= 0; c = in.read()) { // fails when the deadline of the socket passes
                    got.write(c);
                }
            } catch (SocketException reset) {
                // An end, too: what was sent after the server's own end is refused by the kernel.
            }
        }
        return got.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] sent(RandomGenerator random) {
        byte[] sent = new byte[random.nextInt(1, 2_000)];
        switch (random.nextInt(4)) {
            case 0 -> random.nextBytes(sent);
            case 1 -> sent = request(random).getBytes(StandardCharsets.ISO_8859_1);
            case 2 -> { // many, the last one cut
                StringBuilder many = new StringBuilder();
                for (int i = random.nextInt(1, 50); i > 0; i--) {
                    many.append(request(random));
                }
                many.setLength(random.nextInt(many.length()) + 1);
                sent = many.toString().getBytes(StandardCharsets.ISO_8859_1);
            }
            default -> { // one with wrong bytes in it
                sent = request(random).getBytes(StandardCharsets.ISO_8859_1);
                for (int i = 0; i < 3; i++) {
                    sent[random.nextInt(sent.length)] = (byte) random.nextInt(256);
                }
            }
        }
        return sent;
    }

    private static String request(RandomGenerator random) {
        String[] headers = new String[random.nextInt(4)];
        for (int i = 0; i < headers.length; i++) {
            headers[i] = HEADERS.get(random.nextInt(HEADERS.size()));
        }
        String method = random.nextInt(3) > 0 ? "GET" : METHODS.get(random.nextInt(METHODS.size()));
        String text = RawClient.text(method, TARGETS.get(random.nextInt(TARGETS.size())), headers);
        return switch (random.nextInt(4)) {
            case 0 -> text + "{\"a\":";
            case 1 -> text + "2\r\n{}\r\n0\r\n\r\n";
            default -> text;
        };
    }
}
