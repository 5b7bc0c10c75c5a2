package dev.taskcast.http.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Access;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.http.exchange.Reply;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tells a browser which of its tabs may share a stream. */
class ViewerKeyTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();

    private record Somebody(@Nullable String key) implements Viewer {}

    private @Nullable String header(Access access, String query) {
        TaskEndpoint endpoint = TaskEndpoint.builder(tasks).access(access).build();
        Reply.Stream reply = (Reply.Stream) endpoint.answer(SimpleRequest.get("/tasks/events" + query));
        reply.session().close();
        return reply.headers().get("Taskcast-Viewer");
    }

    private @Nullable String header(Viewer viewer) {
        return header(request -> Optional.of(viewer), "");
    }

    @Test
    void theSameViewerHasTheSameAndAnotherOneAnother() {
        assertThat(header(new Somebody("ann")))
                .isEqualTo(header(new Somebody("ann")))
                .isNotNull();
        assertThat(header(new Somebody("ann"))).isNotEqualTo(header(new Somebody("bob")));
    }

    @Test
    void itIsAHashAndNoName() {
        assertThat(header(new Somebody("ann@example.com"))).matches("[A-Za-z0-9_-]{22}");
        assertThat(header(new Somebody("line\r\nbreak: x"))).matches("[A-Za-z0-9_-]{22}");
    }

    @Test
    void whoIsNotNamedSharesNothing() {
        assertThat(header(new Viewer() {})).isNull();
        assertThat(header(new Somebody(null))).isNull();
    }

    @Test
    void aKeyThatFailsIsNone() {
        assertThat(header(new Viewer() {
                    @Override
                    public String key() {
                        throw new IllegalStateException("no session");
                    }
                }))
                .isNull();
    }

    @Test
    void whoeverSeesEverythingSeesTheSame() {
        assertThat(header(Access.EVERYBODY, ""))
                .isEqualTo(header(Access.authorize(request -> true), ""))
                .isNotNull();
    }

    @Test
    void aGuestIsNobodyElse() {
        tasks.register("a", ctx -> {});
        String handle = tasks.handle("a", Duration.ofMinutes(1));

        assertThat(header(Access.EVERYBODY, "?handle=" + handle))
                .isNotNull()
                .isNotEqualTo(header(Access.EVERYBODY, ""));
    }
}
