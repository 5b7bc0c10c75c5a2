package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.testkit.http.RawClient.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is too long or no HTTP is refused with a problem that the client receives, and the server goes on. */
interface LimitContract extends Served {
    int MIB = RequestContract.MIB;

    /** That what is sent is answered with a problem, whole, and with the end of the connection. */
    private void isRefused(int status, String code, String... sent) throws IOException {
        int port = serve();
        try (RawClient client = new RawClient(port)) {
            for (String part : sent) {
                client.send(part);
            }
            Answer answer = client.answer().isProblem(status, code);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(client.read()).isEqualTo(-1);
        }
        assertThat(RawClient.ask(port, "GET", "/tasks").status()).isEqualTo(200);
    }

    @Test
    default void aRequestLineOver8KiBIsRefused() throws IOException {
        String path = "/tasks/" + "x".repeat(8 * 1024);
        isRefused(414, "uri_too_long", RawClient.text("GET", path));
    }

    /** Whatever it is refused for: a page of an allowed site reads why, one of another site does not. */
    @Test
    default void aPageOfAnAllowedSiteReadsWhyItIsRefused() throws IOException {
        String app = "Origin: https://app.example";
        int port = serve(TaskEndpoint.builder(tasks())
                .allowedOrigins(true, "https://app.example")
                .build());
        Map<String, List<String>> refused = Map.of(
                "414 uri_too_long", List.of("GET", "/tasks?q=" + "x".repeat(9 * 1024)),
                "414 uri_too_long ", List.of("GET", "/tasks?q=" + "x".repeat(60 * 1024)),
                "431 headers_too_large", List.of("GET", "/tasks", "X-Long: " + "x".repeat(33 * 1024)),
                "413 body_too_large", List.of("POST", "/tasks/t/start", "Content-Length: 99999999"),
                "417 expectation_failed", List.of("GET", "/tasks", "Expect: the-unexpected"),
                "400 bad_request", List.of("GET", "/tasks", "Host: other"));
        for (Map.Entry<String, List<String>> each : refused.entrySet()) {
            String[] expected = each.getKey().strip().split(" ", 2);
            List<String> sent = each.getValue();
            for (boolean allowed : new boolean[] {true, false}) {
                List<String> headers = new ArrayList<>(sent.subList(2, sent.size()));
                headers.add(allowed ? app : "Origin: https://evil.example");
                Answer answer = RawClient.ask(port, sent.get(0), sent.get(1), headers.toArray(String[]::new))
                        .isProblem(Integer.parseInt(expected[0]), expected[1]);
                assertThat(answer.header("Access-Control-Allow-Origin"))
                        .as(each.getKey())
                        .isEqualTo(allowed ? "https://app.example" : null);
                assertThat(answer.header("Vary")).as(each.getKey()).isEqualTo("Origin");
            }
        }
    }

    @Test
    default void aRequestLineOfAMebibyteIsRefused() throws IOException {
        isRefused(414, "uri_too_long", RawClient.text("GET", "/tasks?q=" + "x".repeat(MIB)));
    }

    @Test
    default void aRequestLineOfAlmost8KiBIsTaken() throws IOException {
        String target = "/tasks?x=" + "x".repeat(8 * 1024 - 50);
        assertThat(RawClient.ask(serve(), "GET", target).status()).isEqualTo(200);
    }

    @Test
    default void aHeaderOver32KiBIsRefused() throws IOException {
        String header = "X-Long: " + "x".repeat(33 * 1024);
        isRefused(431, "headers_too_large", RawClient.text("GET", "/tasks", header));
    }

    @Test
    default void manyHeadersOver32KiBAreRefused() throws IOException {
        String header = "X-Many: of them";
        String headers = (header + "\r\n").repeat(33 * 1024 / header.length());
        isRefused(431, "headers_too_large", RawClient.text("GET", "/tasks", headers.strip()));
    }

    @Test
    default void headersOfAlmost32KiBAreTaken() throws IOException {
        assertThat(RawClient.ask(serve(), "GET", "/tasks", "X-Long: " + "x".repeat(31 * 1024))
                        .status())
                .isEqualTo(200);
    }

    @Test
    default void aBodyOverAMebibyteIsRefused() throws IOException {
        String head = RawClient.text(
                "POST", "/tasks/t/start", "Content-Type: application/json", "Content-Length: " + (MIB + 1));
        isRefused(413, "body_too_large", head, "x".repeat(MIB + 1));
    }

    @Test
    default void aBodyOverAMebibyteIsRefusedBeforeItIsSent() throws IOException {
        String head = RawClient.text("POST", "/tasks/t/start", "Content-Length: 999999999999");
        isRefused(413, "body_too_large", head);
    }

    @Test
    default void aBodyOverAMebibyteInChunksIsRefused() throws IOException {
        String head = RawClient.text("POST", "/tasks/t/start", "Transfer-Encoding: chunked");
        String chunk = "10000\r\n" + "x".repeat(1 << 16) + "\r\n";
        isRefused(413, "body_too_large", head, chunk.repeat(16), "1\r\nx\r\n0\r\n\r\n");
    }

    @Test
    default void whatIsNoHttpIsRefused() throws IOException {
        isRefused(400, "bad_request", "NONSENSE\r\n\r\n");
    }

    @Test
    default void aHeaderWithoutAColonIsRefused() throws IOException {
        isRefused(400, "bad_request", RawClient.text("GET", "/tasks", "nonsense"));
    }

    @Test
    default void aTargetThatIsNoPathIsRefused() throws IOException {
        isRefused(400, "bad_request", RawClient.text("GET", "tasks"));
    }

    @Test
    default void aBadChunkIsRefused() throws IOException {
        isRefused(400, "bad_request", RawClient.text("POST", "/tasks/t/start", "Transfer-Encoding: chunked"), "zz\r\n");
    }

    @Test
    default void aRequestWithoutAHostIsRefused() throws IOException {
        isRefused(400, "bad_request", "GET /tasks HTTP/1.1\r\n\r\n");
    }

    @Test
    default void aRequestWithTwoHostsIsRefused() throws IOException {
        isRefused(400, "bad_request", RawClient.text("GET", "/tasks", "Host: other"));
    }

    @Test
    default void twoLengthsAreRefused() throws IOException {
        isRefused(
                400,
                "bad_request",
                RawClient.text("POST", "/tasks/t/start", "Content-Length: 2", "Content-Length: 3"),
                "{} ");
    }

    @Test
    default void aLengthThatIsNoneIsRefused() throws IOException {
        isRefused(400, "bad_request", RawClient.text("POST", "/tasks/t/start", "Content-Length: -2"));
        isRefused(400, "bad_request", RawClient.text("POST", "/tasks/t/start", "Content-Length: two"));
    }

    @Test
    default void nothingCanBeSmuggledBehindALengthAndChunks() throws IOException {
        tasks().register("t", ctx -> {});
        String hidden = RawClient.text("POST", "/tasks/t/start");
        int port = serve();
        try (RawClient client = new RawClient(port)) {
            client.request("GET", "/tasks", "Content-Length: " + (5 + hidden.length()), "Transfer-Encoding: chunked")
                    .send("0\r\n\r\n" + hidden);
            client.answer();
            assertThat(client.read()).as("the connection ends").isEqualTo(-1);
        }
        assertThat(tasks().getState("t").orElseThrow().run()).isZero();
    }

    @Test
    default void aClientThatAsksMayGoOn() throws IOException {
        tasks().register("t", ctx -> {});
        try (RawClient client = new RawClient(serve())) {
            client.request(
                    "POST",
                    "/tasks/t/start",
                    "Content-Type: application/json",
                    "Content-Length: 2",
                    "Expect: 100-continue");
            assertThat(client.head().lines()).containsExactly("HTTP/1.1 100 Continue");
            assertThat(client.send("{}").answer().status()).isEqualTo(202);
            assertThat(client.request("GET", "/tasks/t").answer().status()).isEqualTo(200);
        }
    }

    @Test
    default void anotherExpectationIsRefused() throws IOException {
        isRefused(417, "expectation_failed", RawClient.text("GET", "/tasks", "Expect: the-unexpected"));
    }

    @Test
    default void aBodyThatIsTooLongIsRefusedInPlaceOf100() throws IOException {
        isRefused(
                413,
                "body_too_large",
                RawClient.text("POST", "/tasks/t/start", "Content-Length: " + (MIB + 1), "Expect: 100-continue"));
    }
}
