package dev.taskcast.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.SeededRandom;
import dev.taskcast.TaskManager;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.task.TypeOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is asked: an answer, never a failure, and no word of the request in a problem. */
class RequestFuzzTest {
    private static final String[] METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "get", "", "X"};
    private static final String[] SEGMENTS = {
        "a",
        "events",
        "tickets",
        "board",
        "client",
        "start",
        "cancel",
        "log",
        ".",
        "..",
        "",
        "%2F",
        "%00",
        "%zz",
        "%ff",
        "ü",
        "a%20b",
        "..;",
        "😀",
        "%ed%a0%80",
        "*"
    };
    private static final String[] NAMES = {
        "lastEventId",
        "task",
        "type",
        "owner",
        "tag",
        "status",
        "q",
        "limit",
        "after",
        "log",
        "handle",
        "ticket",
        "",
        "%zz"
    };
    private static final String[] VALUES = {
        "",
        "a",
        "0",
        "1",
        "-1",
        "9223372036854775808",
        "1e3",
        "running",
        "%zz",
        "%00",
        "+",
        "null",
        "true",
        "[]",
        "{}",
        "\u0000",
        "\ud800",
        "ü"
    };
    private static final String[] HEADERS = {
        "Last-Event-ID", "Content-Type", "Origin", "Host", "Sec-Fetch-Site", "Access-Control-Request-Method", "X-Other"
    };
    private static final String[] HEADER_VALUES = {
        "",
        "0",
        "application/json",
        "text/plain",
        "application/json; charset=x",
        "null",
        "https://app.example.com",
        "http://[::1",
        "cross-site",
        "same-origin",
        "localhost",
        "://",
        ";",
        "[]:80",
        "POST"
    };
    private static final String[] FIELDS = {"type", "payload", "id", "title", "description", "tags", "owner", "x"};
    private static final String[] JSON = {
        "null",
        "7",
        "-1",
        "1e999999999",
        "\"text\"",
        "\"a\"",
        "\"\\ud800\"",
        "[]",
        "[\"x\"]",
        "[[]]",
        "{}",
        "true",
        "\"\"",
        "x"
    };

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final List<String> words = new ArrayList<>();

    static SeededRandom[] randoms() {
        return SeededRandom.several(10);
    }

    @ParameterizedTest
    @MethodSource("randoms")
    void everyRequestIsAnsweredAndNoneIsEchoed(SeededRandom random) {
        TaskManager tasks = invariants.manager(builder -> builder.maxPending(5));
        tasks.register("a", ctx -> {});
        tasks.type(
                "text",
                String.class,
                String.class,
                (ctx, payload) -> payload,
                TypeOptions.<String>builder().submittable().build());
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks)
                .allowedOrigins(true, "https://app.example.com")
                .build();
        for (int i = 0; i < 2_000; i++) {
            words.clear();
            SimpleRequest request = request(random);
            try {
                check(endpoint.answer(request));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(random + ": " + request + " " + text(request.body()), e);
            }
        }
    }

    private void check(Reply reply) {
        assertThat(reply.status()).isLessThan(500);
        switch (reply) {
            case Reply.Stream stream -> {
                assertThat(stream.session().next()).isNotNull();
                stream.session().close();
            }
            case Reply.Full full
            when full.status() == 204 -> assertThat(full.body()).isEmpty();
            case Reply.Full full -> {
                String answer = Answers.answer(full); // which checks a problem
                if (full.status() >= 400) {
                    String said = answer + text(full.body()) + full.headers();
                    assertThat(words).as(said).noneMatch(said::contains);
                }
            }
        }
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private SimpleRequest request(SeededRandom random) {
        StringBuilder target = new StringBuilder("/tasks");
        for (int i = random.nextInt(4); i > 0; i--) {
            target.append('/').append(any(random, SEGMENTS));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            target.append(target.indexOf("?") < 0 ? '?' : '&').append(any(random, NAMES));
            target.append(random.nextInt(8) == 0 ? "" : "=").append(any(random, VALUES));
        }
        String method = random.nextInt(3) == 0 ? "POST" : any(random, METHODS);
        SimpleRequest request = SimpleRequest.of(method, target.toString());
        for (int i = random.nextInt(3); i > 0; i--) {
            request = request.with(any(random, HEADERS), any(random, HEADER_VALUES));
        }
        return random.nextBoolean()
                ? request
                : request.with("Content-Type", random.nextInt(8) == 0 ? "text/plain" : "application/json")
                        .withBody(body(random));
    }

    private byte[] body(SeededRandom random) {
        StringBuilder body = new StringBuilder("{\"type\":\"text\"");
        for (int i = random.nextInt(4); i > 0; i--) {
            body.append(",\"").append(any(random, FIELDS)).append("\":").append(any(random, JSON));
        }
        byte[] bytes = body.append('}').toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(3) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    /** One of them, or a word that stands nowhere else. */
    private String any(SeededRandom random, String[] known) {
        if (random.nextInt(6) > 0) {
            return known[random.nextInt(known.length)];
        }
        String word = "w" + Integer.toHexString(random.nextInt(0x10000000, 0x7FFFFFFF));
        words.add(word);
        return word;
    }
}
