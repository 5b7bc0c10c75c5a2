package dev.taskcast.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.SeededRandom;
import dev.taskcast.http.Eventually;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Viewers of some tasks each, several of the same ones: whatever happens to the others, they see theirs, and are woken for them. */
class FilterPropertyTest {
    private static final int STEPS = 400;
    private static final List<Set<String>> WANTED = List.of(
            Set.of("t0"), Set.of("t0"), Set.of("t1"), Set.of("t2", "t3"), Set.of("t2", "t3"), Set.of("flood", "t4"));

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    static SeededRandom[] randoms() {
        return SeededRandom.several(40);
    }

    private static final class Reader {
        private final Set<String> wanted;
        private final String path;
        private final ModelClient client;
        private final double eagerness;

        Reader(TaskEndpoint endpoint, int number, SeededRandom random) {
            wanted = WANTED.get(number);
            String name = random.nextBoolean() ? "task=" : "type="; // a registered task is the only one of its type
            path = "/tasks/events?" + name + String.join("&" + name, wanted);
            NewestSeen newest = new NewestSeen();
            client = new ModelClient(endpoint).checkedBy((message, of) -> {
                if (message.json().containsKey("taskId")) {
                    assertThat(wanted).contains(message.taskId());
                }
                newest.check(message);
            });
            eagerness = random.nextDouble();
        }

        void step(SeededRandom random) {
            if (!client.isConnected()) {
                connect();
            } else if (random.nextInt(60) == 0) {
                client.cut();
            } else if (random.nextDouble() < eagerness) {
                client.pull();
            }
        }

        void connect() {
            Long last = client.lastId();
            if (last == null) {
                client.tasks().clear();
            }
            SimpleRequest request = SimpleRequest.get(path);
            client.connect(last == null ? request : request.with("Last-Event-ID", last.toString()), last != null);
        }

        void endsWithTheTruth(World world) {
            if (!client.isConnected()) {
                connect();
            }
            Eventually.is(() -> {
                client.pullAll();
                Map<String, Map<String, @Nullable Object>> truth = ModelClient.truth(world.tasks());
                truth.keySet().retainAll(wanted);
                return client.isLive() && client.tasks().equals(truth);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("randoms")
    void eachSeesTheirTasksAndIsWokenForThem(SeededRandom random) {
        World world = new World(invariants, random);
        TaskEndpoint endpoint = TaskEndpoint.builder(world.tasks()).build();
        List<Reader> readers = IntStream.range(0, WANTED.size())
                .mapToObj(number -> new Reader(endpoint, number, random))
                .toList();
        try {
            for (int i = 0; i < STEPS; i++) {
                world.step(random);
                readers.forEach(reader -> reader.step(random));
            }
            world.rest();
            readers.forEach(reader -> reader.endsWithTheTruth(world));
        } catch (AssertionError | ConditionTimeoutException e) {
            throw new AssertionError(random + ", " + world + ": " + e.getMessage(), e);
        } finally {
            world.rest();
        }
    }
}
