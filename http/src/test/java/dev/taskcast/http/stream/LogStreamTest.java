package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.Frame;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Action;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Log lines on a stream. */
class LogStreamTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final ManualClock clock = new ManualClock();
    private final TaskManager tasks = invariants.manager(builder -> builder.clock(clock));
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final Puppet puppet = Puppet.docile();
    private boolean maySeeEverything;
    private boolean mayRead = true;
    private final TaskEndpoint guarded = TaskEndpoint.builder(tasks)
            .path("/guarded")
            .access(request -> Optional.of(new Bob()))
            .build();

    private final class Bob implements Viewer {
        @Override
        public boolean canSee(TaskIdentity task) {
            return maySeeEverything || "bob".equals(task.owner());
        }

        @Override
        public boolean seesEverything() {
            return maySeeEverything;
        }

        @Override
        public boolean may(Action action, TaskIdentity task) {
            return mayRead && "bob".equals(task.owner());
        }
    }

    private void register(String owner) {
        tasks.register("a", puppet, TaskOptions.builder().owner(owner).build());
    }

    private Puppet.Run start() {
        tasks.start("a");
        return puppet.awaitRun();
    }

    private static ModelClient watch(TaskEndpoint of, String query) {
        ModelClient client = new ModelClient(of).connect(SimpleRequest.get(of.path() + "/events" + query), false);
        client.toldAndAsked();
        return client;
    }

    private static List<String> logged(ModelClient client) {
        client.toldAndAsked(); // questions, if there are some
        return client.taken().stream()
                .filter(message -> message.type().equals("log"))
                .map(LogStreamTest::told)
                .toList();
    }

    private static String told(Frame.Message message) {
        return message.json().get("run") + "/" + message.json().get("from") + " "
                + message.json().get("lines");
    }

    @Test
    void theyComeToWhoAsksForThem() {
        register("bob");
        Puppet.Run run = start();
        ModelClient asks = watch(endpoint, "?log=a&log=nope");
        ModelClient doesNot = watch(endpoint, "");
        run.ctx().log("one\ntwo");
        assertThat(logged(asks)).containsExactly("1/1 [one, two]");
        run.ctx().log("three");

        assertThat(logged(asks)).containsExactly("1/1 [one, two]", "1/3 [three]");
        assertThat(logged(doesNot)).isEmpty();
    }

    @Test
    void aNewStreamBeginsWithTheWholeTailInPieces() {
        register("bob");
        Puppet.Run run = start();
        IntStream.rangeClosed(1, 1_500).forEach(i -> run.ctx().log("" + i));

        List<String> logged = logged(watch(endpoint, "?log=a"));

        assertThat(logged).hasSize(5);
        assertThat(logged.getFirst()).startsWith("1/501 [501, ").endsWith(", 700]");
        assertThat(logged.getLast()).startsWith("1/1301 [1301, ").endsWith(", 1500]");
    }

    @Test
    void aGapShowsAsAJump() {
        register("bob");
        Puppet.Run run = start();
        ModelClient client = watch(endpoint, "?log=a");
        run.ctx().log("first");
        client.told();
        IntStream.rangeClosed(2, 1_200).forEach(i -> run.ctx().log("" + i));

        assertThat(logged(client).get(1)).startsWith("1/201 [201, ");
    }

    @Test
    void anotherRunBeginsAtOneAgain() {
        register("bob");
        ModelClient client = watch(endpoint, "?log=a");
        Puppet.Run first = start();
        first.ctx().log("of the first");
        client.told();
        first.end();
        start().ctx().log("of the second");

        assertThat(logged(client)).containsExactly("1/1 [of the first]", "2/1 [of the second]");
    }

    @Test
    void theyComeOfATaskThatIsMadeAfterTheStream() {
        ModelClient everybody = watch(endpoint, "?log=a");
        ModelClient bob = watch(guarded, "?log=a");
        maySeeEverything = true;
        ModelClient seesEverything = watch(guarded, "?log=a");
        register("bob");
        start().ctx().log("line");

        assertThat(Stream.of(everybody, bob, seesEverything).map(LogStreamTest::logged))
                .containsOnly(List.of("1/1 [line]"));
    }

    @Test
    void whoMayNotReadThemGetsNone() {
        mayRead = false;
        register("bob");
        ModelClient client = watch(guarded, "?log=a");
        start().ctx().log("line");
        assertThat(logged(client)).isEmpty();
        assertThat(client.tasks()).containsKey("a");

        mayRead = true;
        assertThat(logged(client)).isEmpty();
        clock.advance(Duration.ofSeconds(30));

        assertThat(logged(client)).containsExactly("1/1 [line]");
    }

    @Test
    void anotherTaskOfTheSameIdIsAskedAboutByItself() {
        for (boolean everything : new boolean[] {false, true}) {
            maySeeEverything = everything;
            register("bob");
            Puppet.Run bobs = start();
            ModelClient client = watch(guarded, "?log=a");
            bobs.ctx().log("bob's");
            assertThat(logged(client)).containsExactly("1/1 [bob's]");

            tasks.unregister("a");
            register("ann");
            Puppet.Run anns = start();
            anns.ctx().log("ann's\nsecret");

            assertThat(logged(client)).containsExactly("1/1 [bob's]");
            tasks.unregister("a");
        }
    }

    @Test
    void atMostTwentyTasksCanBeAskedFor() {
        String twenty =
                IntStream.range(0, 20).mapToObj(i -> "log=t" + i).collect(java.util.stream.Collectors.joining("&"));

        assertThat(endpoint.answer(SimpleRequest.get("/tasks/events?" + twenty)).status())
                .isEqualTo(200);
        assertThat(endpoint.answer(SimpleRequest.get("/tasks/events?log=x&" + twenty))
                        .status())
                .isEqualTo(400);
    }
}
