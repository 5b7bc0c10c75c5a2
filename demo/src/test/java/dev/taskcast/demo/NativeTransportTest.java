package dev.taskcast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.taskcast.TaskManager;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.server.TaskServer;
import dev.taskcast.testkit.proxy.FaultProxy;
import dev.taskcast.testkit.proxy.ProxiedStream;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The browser's own EventSource, which can send no header: on a server that wants one, it takes a ticket for each stream. */
final class NativeTransportTest {
    private static final Pattern TICKET = Pattern.compile("[?&]ticket=([^& ]+)");

    @RegisterExtension
    private static final Chromium CHROMIUM = new Chromium();

    private final Script script = Script.obedient();
    private final TaskManager tasks = TaskManager.create();
    private volatile String token = "first";
    private TaskEndpoint endpoint;
    private TaskServer server;
    private FaultProxy proxy;
    private Page page;

    /** Is let in for as long as the token is the one that they came with. */
    private record Holder(String header, NativeTransportTest test) implements Viewer {
        @Override
        public boolean check() {
            return header.equals("Bearer " + test.token);
        }
    }

    @BeforeEach
    void start() {
        endpoint = TaskEndpoint.builder(tasks)
                .access(request -> Optional.of(new Holder(String.valueOf(request.header("Authorization")), this))
                        .filter(Holder::check)
                        .map(holder -> (Viewer) holder))
                .build();
        server = TaskServer.builder()
                .endpoint(endpoint)
                .page(Html.page("<!doctype html><html lang=en><title>native</title>"))
                .port(0)
                .start();
        proxy = new FaultProxy(server.port(), 1);
        tasks.register("task", script);
        page = CHROMIUM.open(proxy.port());
        page.evaluate("""
                async () => {
                  const { TaskEventSource } = await import('/tasks/client/task-event-source.js');
                  window.token = 'first';
                  window.errors = [];
                  window.source = new TaskEventSource('/tasks/events', {
                    transport: 'eventsource', ticket: true, headers: () => ({ Authorization: `Bearer ${token}` }),
                    reconnectDelay: 1, maxReconnectDelay: 100, onError: ({ error }) => errors.push(error.status),
                  });
                }
                """);
        awaitState("live");
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
        tasks.close();
    }

    private void awaitState(String state) {
        page.waitForFunction("state => source.state === state", state);
    }

    private void awaitProgress(int current) {
        page.waitForFunction("current => source.tasks.get('task').progress?.current === current", current);
    }

    /** Of each stream that was asked for. */
    private List<String> tickets() {
        return proxy.streams().stream()
                .map(ProxiedStream::request)
                .flatMap(request -> TICKET.matcher(request).results())
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void eachStreamHasATicketOfItsOwnAndGoesOnWhereTheLastOneEnded() {
        page.evaluate("source.start('task')");
        script.progress("On the way", 1, 3);
        awaitProgress(1);

        proxy.cut();
        Runs.until(() -> proxy.streams().size() > 1);
        awaitState("live");
        script.progress("Further", 2, 3);

        awaitProgress(2);
        assertThat(tickets()).hasSameSizeAs(proxy.streams()).doesNotHaveDuplicates();
        ProxiedStream last = proxy.streams().getLast();
        assertThat(last.request()).contains("lastEventId=");
        assertThat(last.sent()).doesNotContain("\"init\"", "\"reset\"");
    }

    @Test
    void whoIsNoLongerLetInIsDeniedUntilTheyLogInAgain() {
        token = "second";
        endpoint.accessChanged();

        awaitState("denied");
        assertThat(page.evaluate("errors")).isEqualTo(List.of(403));
        page.evaluate("token = 'second'; source.reconnect()");
        awaitState("live");
    }

    @Test
    void aServerThatIsAwayIsOfflineAndNotDenied() {
        proxy.takeAway();
        awaitState("offline");
        assertThat((List<?>) page.evaluate("errors")).isNotEmpty().allMatch(Integer.valueOf(0)::equals);

        proxy.putBack();
        awaitState("live");
    }
}
