package dev.taskcast.testkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.testkit.http.RawClient.Answer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A server passes requests to its endpoints, and what they answer back. */
interface RequestContract extends Served {
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
    default void aBodyReachesTheEndpoint() throws IOException {
        tasks().register("t", ctx -> {});
        try (RawClient client = new RawClient(serve())) {
            client.request("POST", "/tasks/t/start", "Content-Type: application/json", "Content-Length: 2")
                    .send("{}");
            assertThat(client.answer().status()).isEqualTo(202);
            client.request("POST", "/tasks/t/start", "Content-Type: application/json", "Content-Length: 2")
                    .send("{!");
            client.answer().isProblem(400, "bad_body");
            client.request("POST", "/tasks/t/start", "Content-Type: text/plain", "Transfer-Encoding: chunked")
                    .send("1\r\n{\r\n1\r\n}\r\n0\r\n\r\n");
            client.answer().isProblem(415, "unsupported_media_type");
        }
    }

    @Test
    default void headIsGetWithoutABodyAndTheConnectionGoesOn() throws IOException {
        tasks().register("t", ctx -> {});
        try (RawClient client = new RawClient(serve())) {
            Answer get = client.request("GET", "/tasks/t").answer();
            assertThat(client.request("HEAD", "/tasks/t").head()).isEqualTo(get.head());
            assertThat(client.request("GET", "/tasks/t").answer()).isEqualTo(get);
            assertThat(client.request("HEAD", "/tasks/none").head().status()).isEqualTo(404);
            RawClient.Head events = client.request("HEAD", "/tasks/events").head();
            assertThat(events.status()).isEqualTo(405);
            assertThat(events.header("Allow")).isEqualTo("GET");
            assertThat(client.request("GET", "/tasks/t").answer()).isEqualTo(get);
        }
    }

    @Test
    default void whatIsNotThereIsNotFound() throws IOException {
        int port = serve();
        RawClient.ask(port, "GET", "/tasks/none").isProblem(404, "unknown_task");
        RawClient.ask(port, "POST", "/tasks/none/start").isProblem(404, "unknown_task");
        RawClient.ask(port, "GET", "/tasks/none/else").isProblem(404, "not_found");
        RawClient.ask(port, "GET", "/").isProblem(404, "not_found");
        RawClient.ask(port, "GET", "/tasksandmore").isProblem(404, "not_found");
        RawClient.ask(port, "GET", "/tasks/%2e%2e").isProblem(400, "bad_id");
        RawClient.ask(port, "GET", "/tasks/%zz").isProblem(400, "bad_id");
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
    default void theEndpointWithTheLongestPathAnswers() throws IOException {
        try (TaskManager others = TaskManager.create()) {
            tasks().register("mine", ctx -> {});
            others.register("theirs", ctx -> {});
            int port = serve(
                    TaskEndpoint.builder(tasks()).path("/a").build(),
                    TaskEndpoint.builder(others).path("/a/b").build());
            assertThat(RawClient.ask(port, "GET", "/a/mine").status()).isEqualTo(200);
            assertThat(RawClient.ask(port, "GET", "/a/b/theirs").status()).isEqualTo(200);
            RawClient.ask(port, "GET", "/a/b/mine").isProblem(404, "unknown_task");
            RawClient.ask(port, "GET", "/a/theirs").isProblem(404, "unknown_task");
        }
    }
}
