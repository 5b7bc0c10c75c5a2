package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.SeededRandom;
import dev.taskcast.http.Eventually;
import dev.taskcast.http.Frame.Message;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.task.TaskIdentity;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a manager and to what a viewer sees: nothing hidden, nothing older, and the truth in the end. */
class VisibilityPropertyTest {
    private static final int STEPS = 400;
    private static final String NEVER = "t1";

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private boolean unannounced;
    private final Set<String> hidden = new HashSet<>(Set.of(NEVER));
    private final NewestSeen newest = new NewestSeen();

    static SeededRandom[] randoms() {
        return SeededRandom.several(30, 42, 213, 2_825);
    }

    @ParameterizedTest
    @MethodSource("randoms")
    void aViewerSeesTheirPartOfTheTruthAndNothingElse(SeededRandom random) {
        World world = new World(invariants, random);
        Viewer viewer = new Viewer() {
            @Override
            public boolean canSee(TaskIdentity task) {
                return !hidden.contains(task.id());
            }
        };
        TaskEndpoint endpoint = TaskEndpoint.builder(world.tasks())
                .access(request -> Optional.of(viewer))
                .build();
        ModelClient client = new ModelClient(endpoint).whoseViewChanges().checkedBy((message, of) -> check(message));
        try {
            for (int i = 0; i < STEPS; i++) {
                world.step(random);
                change(random, endpoint);
                step(random, client, endpoint);
            }
            world.rest();
            endsWithTheTruth(world, endpoint, client);
        } catch (AssertionError | ConditionTimeoutException e) {
            throw new AssertionError(random + ", " + world + ": " + e.getMessage(), e);
        } finally {
            world.rest();
        }
    }

    private void change(SeededRandom random, TaskEndpoint endpoint) {
        if (random.nextInt(10) == 0) {
            String id = (random.nextBoolean() ? "t" : "f") + random.nextInt(8);
            if (!id.equals(NEVER) && !hidden.remove(id)) {
                hidden.add(id);
            }
            unannounced = true;
            if (random.nextBoolean()) {
                announce(endpoint);
            }
        }
    }

    private void announce(TaskEndpoint endpoint) {
        endpoint.accessChanged();
        unannounced = false;
    }

    private void step(SeededRandom random, ModelClient client, TaskEndpoint endpoint) {
        if (!client.isConnected()) {
            if (unannounced) {
                announce(endpoint); // else what changed meanwhile would not be told before the next dump
            }
            client.connect();
        } else if (random.nextInt(40) == 0) {
            client.cut();
        } else if (random.nextInt(3) > 0) {
            client.pull();
        } else {
            ask(client);
        }
    }

    private static void ask(ModelClient client) {
        Runnable question = client.session().question();
        if (question != null) {
            question.run();
        }
    }

    private void check(Message message) {
        assertThat(message.taskId()).as("%s", message).isNotEqualTo(NEVER);
        newest.check(message);
    }

    private void endsWithTheTruth(World world, TaskEndpoint endpoint, ModelClient client) {
        endpoint.accessChanged();
        if (!client.isConnected()) {
            client.connect();
        }
        Map<String, Map<String, @Nullable Object>> truth = ModelClient.truth(world.tasks());
        truth.keySet().removeAll(hidden);
        Eventually.is(() -> {
            client.toldAndAsked();
            return client.isLive() && client.tasks().equals(truth);
        });
        assertThat(client.tasks().keySet()).isEqualTo(truth.keySet());
    }
}
