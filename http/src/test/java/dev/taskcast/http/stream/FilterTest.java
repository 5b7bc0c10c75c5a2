package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.adapter.Backends;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.exchange.Frames;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of some tasks only. */
class FilterTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager(builder -> builder.progressInterval(Duration.ZERO));
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final Puppet puppet = Puppet.docile();

    @BeforeEach
    void register() {
        tasks.register("a", puppet, options("ann", "x", "y"));
        tasks.register("b", puppet, options("bob", "y"));
        tasks.register("c d", puppet);
        TaskType<String, String> type = tasks.type("job", String.class, String.class, (ctx, payload) -> {
            puppet.run(ctx);
            return payload;
        });
        tasks.submit(type, "p", SubmitOptions.builder().id("j").owner("ann").build());
        puppet.awaitRun();
    }

    private static TaskOptions options(String owner, String... tags) {
        return TaskOptions.builder().owner(owner).tags(tags).build();
    }

    private ModelClient watch(String query) {
        return new ModelClient(endpoint).connect(SimpleRequest.get("/tasks/events?" + query), false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "task=a | a",
                "task=a&task=b&task=nope | a,b",
                "task=c+d | c d",
                "task=c%20d | c d",
                "type=job | j",
                "type=a | a",
                "type=job&type=b | b,j",
                "owner=ann | a,j",
                "owner=ann&type=job | j",
                "owner=ann&tag=y | a",
                "tag=x&tag=y | a,b",
                "tag=y&owner=bob&task=b&type=b | b",
                "task=a&owner=bob | ''",
                "task= | ''",
                "owner= | ''",
                "unknown=a | a,b,c d,j"
            })
    void theSameNameMeansOrAndDifferentNamesMeanAnd(String query, String ids) {
        ModelClient client = watch(query);
        client.pullAll();

        assertThat(client.isLive()).isTrue();
        assertThat(String.join(",", client.tasks().keySet())).isEqualTo(ids);
    }

    @Test
    void whatDoesNotMatchIsNotHeardOfLater() {
        ModelClient client = watch("owner=ann");
        client.pullAll();
        tasks.register("new", puppet, options("ann"));
        tasks.register("other", puppet, options("bob"));
        tasks.start("b");
        Puppet.Run b = puppet.awaitRun();
        b.ctx().progress("half");
        b.end();
        tasks.unregister("b");
        tasks.unregister("a");

        assertThat(client.told()).containsExactly("update new pending", "remove a");
    }

    @Test
    void aReplayIsFilteredAndStillBringsThePositionUpToDate() {
        ModelClient client = watch("tag=x");
        client.pullAll();
        String lastId = Objects.requireNonNull(client.lastId()).toString();
        client.cut();
        tasks.start("a");
        tasks.start("b");
        SimpleRequest again = SimpleRequest.get("/tasks/events?tag=x").with("Last-Event-ID", lastId);

        assertThat(client.connect(again, true).told()).containsExactly("update a running Starting...", "ready");
        assertThat(client.lastId()).isEqualTo(Backends.of(tasks).log().head());
    }

    @Test
    void whoLagsGetsTheNewestOfWhatMatches() {
        ModelClient client = watch("tag=x");
        client.pullAll();
        for (String id : List.of("a", "b")) {
            tasks.start(id);
            Puppet.Run run = puppet.awaitRun();
            IntStream.rangeClosed(1, 2_000).forEach(i -> run.ctx().progress("step " + i));
        }

        assertThat(client.told()).containsExactly("update a running step 2000");
    }

    @Test
    void whoHasTheSameFilterSharesTheBytesAndWhoHasAnotherDoesNot() {
        ModelClient one = watch("owner=ann&owner=bob");
        ModelClient same = watch("owner=bob&x=1&owner=ann");
        ModelClient other = watch("owner=ann");
        List.of(one, same, other).forEach(ModelClient::pullAll);
        tasks.start("a");

        Frames frames = one.session().next();

        assertThat(frames).isNotNull().isSameAs(same.session().next());
        assertThat(other.session().next()).isNotNull().isNotSameAs(frames);
        List.of(one, same, other).forEach(client -> client.session().close());
    }
}
