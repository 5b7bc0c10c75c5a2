package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.SeededRandom;
import dev.taskcast.http.Eventually;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.TaskEndpoint;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a manager, and however its clients read, are cut off and come back: the guarantees hold. */
class StreamPropertyTest {
    private static final int STEPS = 400;

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    static SeededRandom[] randoms() {
        return SeededRandom.several(40);
    }

    @ParameterizedTest
    @MethodSource("randoms")
    void everyClientSeesTheTruthInOrderAndAllOfIt(SeededRandom random) {
        World world = new World(invariants, random);
        TaskEndpoint endpoint = TaskEndpoint.builder(world.tasks()).build();
        List<Watcher> watchers = List.of(
                new Watcher(world, endpoint, 0.9),
                new Watcher(world, endpoint, 0.3),
                new Watcher(world, endpoint, 0.3),
                new Watcher(world, endpoint, 0.02));
        try {
            for (int i = 0; i < STEPS; i++) {
                world.step(random);
                watchers.forEach(watcher -> watcher.step(random));
            }
            world.rest();
            for (Watcher watcher : watchers) {
                endsWithTheTruth(world, watcher);
            }
        } catch (AssertionError e) {
            throw new AssertionError(random + ", " + world + ": " + e.getMessage(), e);
        } finally {
            world.rest();
        }
    }

    private static void endsWithTheTruth(World world, Watcher watcher) {
        ModelClient client = watcher.client();
        if (!client.isConnected()) {
            watcher.connect();
        }
        Eventually.is(
                () -> { // what has no position comes from the publisher's own thread
                    while (client.session().hasNext()) {
                        watcher.pull();
                    }
                    return client.isLive() && client.tasks().equals(ModelClient.truth(world.tasks()));
                });
        assertThat(client.tasks().keySet())
                .isEqualTo(ModelClient.truth(world.tasks()).keySet());
    }
}
