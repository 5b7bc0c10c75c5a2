package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.testkit.http.RawClient.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A server passes requests to its endpoints, and what they answer back. */
interface RequestContract extends Served {
    int MIB = 1 << 20;

    @Test
    default void aTaskIsStartedAndCanceledOverHttp() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        tasks().register("t", ctx -> end.await());
        int port = serve();
        Answer started = RawClient.ask(port, "POST", "/tasks/t/start");
        assertThat(started.status()).isEqualTo(202);
        assertThat(started.header("Content-Type")).isEqualTo("application/json");
        assertThat(started.body()).isEqualTo("{\"ok\":true,\"outcome\":\"started\"}");
        assertThat(RawClient.ask(port, "POST", "/tasks/t/start").body()).contains("already_running");
        assertThat(RawClient.ask(port, "GET", "/tasks/t").body()).contains("\"id\":\"t\"", "\"status\":\"running\"");
        assertThat(RawClient.ask(port, "POST", "/tasks/t/cancel").body())
                .isEqualTo("{\"ok\":true,\"outcome\":\"canceled\"}");
        assertThat(RawClient.ask(port, "POST", "/tasks/t/cancel").body()).contains("not_running");
        assertThat(RawClient.ask(port, "GET", "/tasks").body()).contains("\"tasks\":[{", "\"status\":\"canceled\"");
    }

    @Test
    default void numbersOfAllTasksAreReadOverHttp() throws IOException {
        tasks().register("t", ctx -> {});
        int port = serve();
        assertThat(RawClient.ask(port, "POST", "/tasks/t/start").status()).isEqualTo(202);
        Soon.until(() ->
                RawClient.ask(port, "GET", "/tasks/board/api/stats").body().contains("\"completed\":1"));
        Answer series = RawClient.ask(port, "GET", "/tasks/board/api/series?bucket=3600000&type=t");
        assertThat(series.status()).isEqualTo(200);
        assertThat(series.header("Content-Type")).isEqualTo("application/json");
        assertThat(series.body()).startsWith("{\"bucket\":3600000,\"from\":").contains("\"type\":\"t\",\"starts\":[");
        RawClient.ask(port, "GET", "/tasks/board/api/series?bucket=7").isProblem(400, "bad_parameter");
        Answer posted = RawClient.ask(port, "POST", "/tasks/board/api/series").isProblem(405, "method_not_allowed");
        assertThat(posted.header("Allow")).isEqualTo("GET, HEAD");
    }

    /** Whether the connection goes on after a refusal is the server's own affair: Tomcat ends it. */
    @Test
    default void aBodyReachesTheEndpoint() throws IOException {
        tasks().register("t", ctx -> {});
        int port = serve();
        try (RawClient client = new RawClient(port)) {
            client.request("POST", "/tasks/t/start", "Content-Type: application/json", "Content-Length: 2")
                    .send("{}");
            assertThat(client.answer().status()).isEqualTo(202);
            client.request("POST", "/tasks/t/start", "Content-Type: application/json", "Content-Length: 2")
                    .send("{!");
            client.answer().isProblem(400, "bad_body");
        }
        try (RawClient client = new RawClient(port)) {
            client.request("POST", "/tasks/t/start", "Content-Type: text/plain", "Transfer-Encoding: chunked")
                    .send("1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");
            client.answer().isProblem(415, "unsupported_media_type");
        }
    }

    @Test
    default void headIsGetWithoutABodyAndTheConnectionGoesOn() throws IOException {
        tasks().register("t", ctx -> {});
        try (RawClient client = new RawClient(serve())) {
            Answer get = client.request("GET", "/tasks/t").answer().timeless();
            assertThat(client.request("HEAD", "/tasks/t").head().timeless()).isEqualTo(get.head());
            assertThat(client.request("GET", "/tasks/t").answer().timeless()).isEqualTo(get);
            assertThat(client.request("HEAD", "/tasks/none").head().status()).isEqualTo(404);
            RawClient.Head events = client.request("HEAD", "/tasks/events").head();
            assertThat(events.status()).isEqualTo(405);
            assertThat(events.header("Allow")).isEqualTo("GET");
            assertThat(client.request("GET", "/tasks/t").answer().timeless()).isEqualTo(get);
        }
    }

    @Test
    default void whatIsNotThereIsNotFound() throws IOException {
        int port = serve();
        RawClient.ask(port, "GET", "/tasks/none").isProblem(404, "unknown_task");
        RawClient.ask(port, "POST", "/tasks/none/start").isProblem(404, "unknown_task");
        RawClient.ask(port, "GET", "/tasks/none/else").isProblem(404, "not_found");
        assertThat(statusOf(port, "/")).isEqualTo(404);
        assertThat(statusOf(port, "/tasksandmore")).isEqualTo(404);
    }

    /** Of an answer that is the server's own: with a length, or in chunks. */
    private static int statusOf(int port, String path) throws IOException {
        try (RawClient client = new RawClient(port).request("GET", path)) {
            return client.head().status();
        }
    }

    /** Many a server refuses such a path by itself. */
    @Test
    default void anAmbiguousPathLeadsNowhere() throws IOException {
        tasks().register("t", ctx -> {});
        int port = serve();
        for (String path :
                List.of("/tasks/%2e%2e", "/tasks/%zz", "/tasks/a%2ft", "/tasks/..;/tasks/t", "/tasks/t%00")) {
            assertThat(RawClient.ask(port, "GET", path).status()).as(path).isBetween(400, 499);
        }
    }

    @Test
    default void anotherMethodIsRefusedWithThoseThatThereAre() throws IOException {
        int port = serve();
        Answer events = RawClient.ask(port, "POST", "/tasks/events").isProblem(405, "method_not_allowed");
        assertThat(events.header("Allow")).isEqualTo("GET");
        Answer start = RawClient.ask(port, "GET", "/tasks/t/start").isProblem(405, "method_not_allowed");
        assertThat(start.header("Allow")).isEqualTo("POST");
        Answer odd = RawClient.ask(port, "FROBNICATE", "/tasks/t").isProblem(405, "method_not_allowed");
        assertThat(odd.header("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    default void aPageOfAnotherSiteChangesNothing() throws IOException {
        tasks().register("t", ctx -> {});
        int port = serve();
        RawClient.ask(port, "POST", "/tasks/t/start", "Sec-Fetch-Site: cross-site")
                .isProblem(403, "cross_site");
        RawClient.ask(port, "POST", "/tasks/t/start", "Origin: https://other.example")
                .isProblem(403, "cross_site");
        assertThat(tasks().getState("t").orElseThrow().run()).isZero();
        assertThat(RawClient.ask(port, "POST", "/tasks/t/start", "Origin: http://localhost")
                        .status())
                .isEqualTo(202);
    }

    @Test
    default void aPageBehindAProxyThatSendsAnotherHostIsFine() throws IOException {
        tasks().register("t", ctx -> {});
        int port = serve(TaskEndpoint.builder(tasks())
                .publicOrigin("http://public.example")
                .build());
        String origin = "Origin: https://public.example";
        assertThat(RawClient.ask(port, "POST", "/tasks/t/start", origin, "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(202);
        RawClient.ask(port, "POST", "/tasks/t/start", origin).isProblem(403, "cross_site");
        assertThat(RawClient.ask(port, "POST", "/tasks/t/start", "Origin: http://public.example")
                        .status())
                .isEqualTo(202);
    }

    @Test
    default void whatABrowserSaysOnceIsRefusedWhereItComesTwice() throws IOException {
        tasks().register("t", ctx -> {});
        int port = serve();
        String site = "Sec-Fetch-Site: same-origin";
        RawClient.ask(port, "POST", "/tasks/t/start", site, site).isProblem(403, "cross_site");
        RawClient.ask(port, "POST", "/tasks/t/start", "Origin: http://localhost", "Origin: http://localhost")
                .isProblem(403, "cross_site");
        assertThat(tasks().getState("t").orElseThrow().run()).isZero();
    }

    @Test
    default void whoeverIsNotLetInGetsNothing() throws IOException {
        tasks().register("t", ctx -> {});
        int port = serve(TaskEndpoint.builder(tasks())
                .authorize(request -> "yes".equals(request.header("X-Let-Me")))
                .build());
        RawClient.ask(port, "GET", "/tasks/events").isProblem(403, "forbidden");
        RawClient.ask(port, "GET", "/tasks/t").isProblem(403, "forbidden");
        RawClient.ask(port, "POST", "/tasks/t/start").isProblem(403, "forbidden");
        assertThat(RawClient.ask(port, "GET", "/tasks/t", "x-let-me: yes").status())
                .isEqualTo(200);
    }

    @Test
    default void aBodyOfAMebibyteIsTaken() throws IOException {
        tasks().register("t", ctx -> {});
        String padded = "{" + " ".repeat(MIB - 2) + "}";
        try (RawClient client = new RawClient(serve())) {
            client.request("POST", "/tasks/t/start", "Content-Type: application/json", "Content-Length: " + MIB);
            assertThat(client.send(padded).answer().status()).isEqualTo(202);
        }
    }

    /** Whether the connection goes on after that is the server's own affair. */
    @Test
    default void aBodyOverAMebibyteIsAnsweredWithAProblem() throws IOException {
        String app = "Origin: https://app.example";
        int port = serve(TaskEndpoint.builder(tasks())
                .allowedOrigins(true, "https://app.example")
                .build());
        String json = "Content-Type: application/json";
        String chunk = "10000\r\n" + "x".repeat(1 << 16) + "\r\n";
        Map<String, String> bodies = Map.of(
                "Content-Length: " + (MIB + 1),
                "x".repeat(MIB + 1),
                "Transfer-Encoding: chunked",
                chunk.repeat(16) + "1\r\nx\r\n0\r\n\r\n");
        for (Map.Entry<String, String> body : bodies.entrySet()) {
            try (RawClient client = new RawClient(port)) {
                client.request("POST", "/tasks/t/start", json, app, body.getKey());
                Answer answer = client.send(body.getValue()).answer().isProblem(413, "body_too_large");
                assertThat(answer.header("Access-Control-Allow-Origin"))
                        .as("a page of an allowed site reads why")
                        .isEqualTo("https://app.example");
            }
        }
        assertThat(RawClient.ask(port, "GET", "/tasks").status()).isEqualTo(200);
    }
}
