package dev.taskcast.http.stream;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.http.ModelClient;
import dev.taskcast.http.Puppet;
import dev.taskcast.http.SimpleRequest;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.task.QueueOptions;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tasks that wait for a manager that starts none, and clients that are told where they stand. */
abstract class PositionRig {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    final ManualClock clock = new ManualClock();
    final TaskManager tasks = invariants.manager(builder -> builder.clock(clock)
            .maxConcurrent(0)
            .maxHistory(10)
            .maxPending(200_000)
            .queue("mail", QueueOptions.builder().maxConcurrent(0).build()));
    final TaskEndpoint endpoint = TaskEndpoint.builder(tasks).build();
    final TaskEndpoint own = TaskEndpoint.builder(tasks)
            .access(request -> Optional.of(owner(Objects.requireNonNull(request.header("User")))))
            .build();
    final Puppet puppet = Puppet.docile();

    static Viewer owner(String name) {
        return new Viewer() {
            @Override
            public boolean canSee(TaskIdentity task) {
                return name.equals(task.owner());
            }
        };
    }

    void queue(String id, TaskOptions options) {
        tasks.register(id, puppet, options);
        tasks.start(id);
    }

    void queue(String prefix, int count, TaskOptions options) {
        IntStream.rangeClosed(1, count).forEach(i -> queue(prefix + i, options));
    }

    ModelClient of(String query) {
        ModelClient client = new ModelClient(endpoint).connect(SimpleRequest.get("/tasks/events" + query), false);
        client.pullAll();
        return client;
    }

    ModelClient as(String user, String query) {
        ModelClient client = new ModelClient(own)
                .whoseViewChanges()
                .connect(SimpleRequest.get("/tasks/events" + query).with("User", user), false);
        client.toldAndAsked();
        return client;
    }

    /** What a server does now and then. */
    void second() {
        clock.advance(Duration.ofSeconds(1));
        endpoint.dispatch();
        own.dispatch();
    }

    static List<String> positions(ModelClient client) {
        return client.toldAndAsked().stream()
                .filter(told -> told.startsWith("position"))
                .toList();
    }

    static List<String> positions(String prefix, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> "position " + prefix + i + " " + (i - from + 1))
                .toList();
    }

    TaskType<String, Void> type() {
        return tasks.type("t", String.class, Void.class, (ctx, payload) -> null);
    }
}
