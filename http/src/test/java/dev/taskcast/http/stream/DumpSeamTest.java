package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.Frame;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.task.TaskOptions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The seam between a dump of a thousand tasks, which comes in pieces, and what happens meanwhile. */
class DumpSeamTest {
    private static final int COUNT = 1_000;
    private static final String LAST = "t999";

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    private final ModelClient client = new ModelClient(endpoint);
    private final Puppet puppet = Puppet.docile();

    @BeforeEach
    void register() {
        IntStream.range(0, COUNT).forEach(i -> tasks.register("t" + i, puppet));
        client.connect();
    }

    private void run(String id) {
        tasks.start(id);
        puppet.awaitRun().end();
    }

    private void isWhole() {
        client.pullAll();
        assertThat(client.isLive()).isTrue();
        assertThat(client.tasks()).isEqualTo(ModelClient.truth(tasks));
    }

    @Test
    void theDumpComesInMoreThanOnePiece() {
        int first = client.pull().size();

        assertThat(first).isBetween(1, COUNT - 1);
        isWhole();
    }

    @Test
    void whatChangesBehindThePieceComesAfterwards() {
        client.pull();
        run("t0");

        assertThat(client.told()).contains("update t0 completed").doesNotContain("update t0 running Starting...");
        isWhole();
    }

    @Test
    void whatChangesBeforeThePieceIsInItAndNothingOlderComes() {
        client.pull();
        run(LAST);

        List<String> told = client.told();

        assertThat(told)
                .contains("init " + LAST + " completed")
                .doesNotContain("update " + LAST + " running Starting...");
        isWhole();
    }

    @Test
    void whatIsRemovedBetweenPiecesIsGoneInTheEnd() {
        client.pull();
        tasks.unregister("t0"); // was sent
        tasks.unregister(LAST); // was not

        List<String> told = client.told();

        assertThat(told).contains("remove t0").doesNotContain("init " + LAST + " pending");
        isWhole();
    }

    @Test
    void whatIsRegisteredAndGoneAgainBetweenPiecesIsNotThere() {
        client.pull();
        tasks.register("early", ctx -> {});
        client.pull();
        client.pull();
        tasks.register("late", ctx -> {});
        tasks.unregister("early");
        tasks.unregister("late");

        assertThat(client.told()).noneMatch(told -> told.matches("init (early|late) .*"));
        isWhole();
    }

    @Test
    void aTaskThatIsRegisteredAnewBetweenPiecesIsRemovedBeforeItComesBack() {
        client.pull();
        tasks.unregister("t0");
        tasks.register("t0", ctx -> {}, TaskOptions.title("second"));

        List<String> about =
                client.told().stream().filter(told -> told.contains(" t0")).toList();

        assertThat(about).containsExactly("remove t0", "update t0 pending");
        isWhole();
    }

    @Test
    void readyComesThoughTasksAreRegisteredBetweenAllPieces() {
        for (int i = 0; i < 20 && !client.isLive(); i++) {
            client.pull();
            int piece = i;
            IntStream.range(0, 300).forEach(j -> tasks.register("new" + piece + "-" + j, ctx -> {}));
        }

        assertThat(client.isLive()).as("ready before the flood ends").isTrue();
        isWhole();
    }

    @Test
    void readyComesThoughMoreChangesThanAreReadAtOnce() {
        client.pull();
        for (int i = 0; i < 20 && !client.isLive(); i++) {
            IntStream.range(0, 100).mapToObj(j -> "t" + j).forEach(id -> {
                tasks.start(id);
                tasks.cancel(id);
            });
            client.pull();
        }

        assertThat(client.isLive()).as("ready before the flood ends").isTrue();
        isWhole();
    }

    @Test
    void aCutAfterTheLastInitBringsBackNoOlderState() {
        client.pull();
        run(LAST);
        for (List<Frame> piece = client.next(); !client.tasks().containsKey(LAST); piece = client.next()) {
            piece.stream().takeWhile(frame -> !client.tasks().containsKey(LAST)).forEach(client::take);
        }
        client.cut();
        assertThat(client.task(LAST)).containsEntry("status", "completed");

        assertThat(client.connect().told())
                .as("the client knows that it has completed")
                .doesNotContain("update " + LAST + " running Starting...");
        isWhole();
    }
}
