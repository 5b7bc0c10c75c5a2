package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.testkit.http.RawClient.Answer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server keeps to HTTP/1.1 on its connections, and adds nothing to the answers of the protocol. */
interface ConnectionContract extends Served {
    @Test
    default void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            tasks().register("t" + i, ctx -> {});
            all.append(RawClient.text("GET", "/tasks/t" + i));
            all.append(RawClient.text("POST", "/tasks/t" + i + "/cancel", "Content-Length: 0"));
        }
        try (RawClient client = new RawClient(serve()).send(all.toString())) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.answer().body()).contains("\"id\":\"t" + i + "\"");
                assertThat(client.answer().body()).contains("not_running");
            }
        }
    }

    @Test
    default void aStreamMayFollowRequestsOnTheirConnection() throws IOException {
        String requests = RawClient.text("GET", "/tasks") + RawClient.text("GET", "/tasks/events");
        try (RawClient client = new RawClient(serve()).send(requests)) {
            assertThat(client.answer().status()).isEqualTo(200);
            try (Watcher watcher = new Watcher(client, "")) {
                assertThat(watcher.next().data()).startsWith("{\"type\":\"ready\",\"now\":");
            }
        }
    }

    @Test
    default void whatIsSentAfterTheRequestForAStreamIsNotAnswered() throws IOException {
        String requests = RawClient.text("GET", "/tasks/events") + RawClient.text("POST", "/tasks/t/start");
        tasks().register("t", ctx -> {});
        try (Watcher watcher = new Watcher(new RawClient(serve()), requests)) {
            watcher.await("\"type\":\"ready\"");
            watcher.client().request("POST", "/tasks/t/start");
            tasks().register("u", ctx -> {});
            assertThat(watcher.next().data()).contains("\"taskId\":\"u\"");
            assertThat(tasks().getState("t").orElseThrow().run()).isZero();
        }
    }

    @Test
    default void aConnectionIsKeptUntilTheClientWantsItsEnd() throws IOException {
        try (RawClient client = new RawClient(serve())) {
            for (int i = 0; i < 100; i++) {
                Answer answer = client.request("GET", "/tasks").answer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Connection")).isNull();
            }
            Answer last = client.request("GET", "/tasks", "Connection: close").answer();
            assertThat(last.status()).isEqualTo(200);
            assertThat(last.header("Connection")).isEqualTo("close");
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @Test
    default void aConnectionGoesOnAfterARefusal() throws IOException {
        tasks().register("t", ctx -> {});
        try (RawClient client = new RawClient(serve())) {
            client.request("POST", "/tasks/t/start", "Content-Type: application/json", "Content-Length: 2")
                    .send("{!");
            client.answer().isProblem(400, "bad_body");
            client.request("POST", "/tasks/t/start", "Content-Type: text/plain", "Transfer-Encoding: chunked")
                    .send("1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");
            client.answer().isProblem(415, "unsupported_media_type");
            assertThat(client.request("GET", "/tasks/t").answer().status()).isEqualTo(200);
        }
    }

    @Test
    default void aClientOfHttp10IsClosedUnlessItAsksOtherwise() throws IOException {
        int port = serve();
        try (RawClient client = new RawClient(port).send("GET /tasks HTTP/1.0\r\n\r\n")) {
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.read()).isEqualTo(-1);
        }
        try (RawClient client = new RawClient(port)) {
            for (int i = 0; i < 3; i++) {
                client.send("GET /tasks HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                assertThat(client.answer().header("Connection")).isEqualTo("keep-alive");
            }
        }
    }

    @Test
    default void anAbsoluteTargetIsTakenByItsPath() throws IOException {
        tasks().register("t", ctx -> {});
        try (RawClient client = new RawClient(serve())) {
            assertThat(client.request("GET", "http://localhost:1234/tasks/t?x=1")
                            .answer()
                            .body())
                    .contains("\"id\":\"t\"");
            client.request("GET", "http://localhost").answer().isProblem(404, "not_found");
            client.request("GET", "http://localhost/tasks/u").answer().isProblem(404, "unknown_task");
        }
    }

    @Test
    default void aClientThatHasEndedItsSideIsAnswered() throws IOException {
        tasks().register("t", ctx -> {});
        int port = serve();
        String start = RawClient.text("POST", "/tasks/t/start", "Content-Type: application/json", "Content-Length: 2");
        try (RawClient client = new RawClient(port).send(start + "{}").endOutput()) {
            assertThat(client.answer().status()).isEqualTo(202);
            assertThat(client.read()).isEqualTo(-1);
        }
        String requests = RawClient.text("GET", "/tasks/t").repeat(20) + RawClient.text("GET", "/tasks/none");
        try (RawClient client = new RawClient(port).send(requests).endOutput()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.answer().status()).isEqualTo(200);
            }
            client.answer().isProblem(404, "unknown_task");
            assertThat(client.read()).isEqualTo(-1);
        }
        try (RawClient client =
                new RawClient(port).send("GET /tasks HTTP/1.0\r\n\r\n").endOutput()) {
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.read()).isEqualTo(-1);
        }
    }

    @Test
    default void aConnectionWithoutAWholeRequestEndsWithItsClientsSide() throws IOException {
        int port = serve();
        List<String> parts = List.of(
                "",
                "GET /tasks HTT",
                "GET /tasks HTTP/1.1\r\nHost: localhost\r\nX: ",
                RawClient.text("POST", "/tasks/t/start", "Content-Length: 2") + "{",
                RawClient.text("POST", "/tasks/t/start", "Transfer-Encoding: chunked") + "1\r\n");
        for (String part : parts) {
            try (RawClient client = new RawClient(port).send(part).endOutput()) {
                int c = client.read(); // a problem or nothing, but an end
                while (c >= 0) {
                    c = client.read();
                }
            }
        }
    }

    @Test
    default void aRequestThatArrivesInPiecesIsAnswered() throws IOException {
        tasks().register("t", ctx -> {});
        String head = RawClient.text(
                "POST", "/tasks/t/start", "Content-Type: application/json", "Transfer-Encoding: chunked");
        int port = serve();
        try (RawClient client = new RawClient(port)) {
            for (String piece :
                    List.of(head.substring(0, 30), head.substring(30), "1", "\r\n{\r", "\n1\r\n", "}", "\r\n")) {
                client.send(piece);
                for (int i = 0; i < 4; i++) { // one on each event loop, so that the piece has been read
                    assertThat(RawClient.ask(port, "GET", "/tasks").status()).isEqualTo(200);
                }
            }
            assertThat(client.send("0\r\n\r\n").answer().status()).isEqualTo(202);
            assertThat(client.request("GET", "/tasks/t").answer().status()).isEqualTo(200);
        }
    }

    @Test
    default void aStreamHasTheHeadersOfTheProtocolAndNoOthers() throws IOException {
        try (Watcher watcher = new Watcher(serve(), "Accept-Encoding: gzip, br", "Connection: keep-alive")) {
            assertThat(watcher.head().lines().getFirst()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(watcher.head().headers())
                    .containsExactlyInAnyOrder(
                            "content-type: text/event-stream",
                            "cache-control: no-cache, no-transform",
                            "x-accel-buffering: no",
                            StreamContract.VIEWER,
                            "transfer-encoding: chunked");
            assertThat(watcher.next().data()).startsWith("{\"type\":\"ready\",\"now\":");
        }
    }

    @Test
    default void aClientOfHttp10GetsAStreamWithoutChunks() throws IOException {
        try (Watcher watcher = new Watcher(new RawClient(serve()), "GET /tasks/events HTTP/1.0\r\n\r\n")) {
            assertThat(watcher.head().headers())
                    .containsExactlyInAnyOrder(
                            "content-type: text/event-stream",
                            "cache-control: no-cache, no-transform",
                            "x-accel-buffering: no",
                            StreamContract.VIEWER);
            watcher.await("\"type\":\"ready\"");
            tasks().register("t", ctx -> {});
            assertThat(watcher.next().data()).contains("\"taskId\":\"t\"");
            tasks().close();
            assertThat(watcher.untilEnd().getLast().field("retry: ")).isNotEmpty();
        }
    }

    @Test
    default void aPathThatLeadsNowhereIsAnsweredByTheProtocol() throws IOException {
        int port = serve();
        RawClient.ask(port, "GET", "/").isProblem(404, "not_found");
        RawClient.ask(port, "GET", "/tasksandmore").isProblem(404, "not_found");
        RawClient.ask(port, "GET", "/tasks/%2e%2e").isProblem(400, "bad_id");
        RawClient.ask(port, "GET", "/tasks/%zz").isProblem(400, "bad_id");
    }
}
