package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.SeededRandom;
import dev.taskcast.TaskManager;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever is asked for: nobody can tell whether a task is held or rests. */
class RestingPropertyTest {
    private static final int WORLDS = 6;
    private static final int OPERATIONS = 60;
    private static final int IDS = 8;

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    /** Nodes on one journal, and the code of each. */
    private final class World {
        private final Nodes nodes = new Nodes(invariants, SharedJournal.ofManyNodes());
        private final List<Nodes.Node> all = new ArrayList<>();
        private final List<TaskType<Integer, Integer>> types = new ArrayList<>();

        World(int... recent) {
            for (int each : recent) {
                Nodes.Node node = nodes.start(builder -> builder.recent(each));
                all.add(node);
                types.add(node.tasks().type("t", Integer.class, Integer.class, (ctx, payload) -> {
                    int before = ctx.durable().lastCheckpoint(Integer.class).orElse(0);
                    ctx.durable().checkpoint(before + ctx.run());
                    ctx.log("run " + ctx.run());
                    if ((payload + ctx.run()) % 3 == 0) {
                        throw new IllegalStateException("after " + before);
                    }
                    return before + payload;
                }));
            }
        }

        /** What one operation gave, once all that follows from it has come to its end everywhere. */
        String operate(int operation, String id, int payload, int on) {
            all.forEach(node -> node.store().flush());
            int at = on % all.size();
            TaskManager tasks = all.get(at).tasks();
            String given = switch (operation) {
                case 0, 1, 2 -> submit(at, id, payload);
                case 3, 4 -> started(tasks.start(id));
                case 5 -> tasks.cancel(id).name();
                case 6 -> "unregistered: " + tasks.unregister(id);
                default -> "runs: " + tasks.getRuns(id, 10).size();
            };
            return given + " " + settled();
        }

        private String submit(int at, String id, int payload) {
            try {
                return all.get(at)
                        .tasks()
                        .submit(
                                types.get(at),
                                payload,
                                SubmitOptions.builder().id(id).build())
                        .id();
            } catch (TaskExistsException e) {
                return "exists";
            }
        }

        private static String started(StartOutcome outcome) {
            return outcome == StartOutcome.STARTED ? StartOutcome.QUEUED.name() : outcome.name();
        }

        private List<String> settled() {
            Awaitility.await("the same on all nodes")
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(Await.LIMIT)
                    .until(() -> {
                        List<String> first = seen(0);
                        return first.stream().noneMatch(state -> state.contains("PENDING") || state.contains("RUNNING"))
                                && all.stream()
                                        .allMatch(
                                                node -> seen(all.indexOf(node)).equals(first));
                    });
            return seen(0);
        }

        private List<String> seen(int at) {
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < IDS; i++) {
                Optional<TaskState> state = all.get(at).tasks().getState("s" + i);
                seen.add(state.map(RestingPropertyTest::told).orElse("-"));
            }
            return seen;
        }
    }

    private static String told(TaskState state) {
        TaskStatus status = state.status();
        String more = switch (state) {
            case TaskState.Completed done ->
                String.valueOf(done.result() == null ? null : done.result().value());
            case TaskState.Failed failed -> failed.error();
            default -> "";
        };
        return status + " " + state.run() + " " + more;
    }

    @Test
    void nobodyCanTellWhetherATaskIsHeldOrRests() {
        for (SeededRandom seed : SeededRandom.several(WORLDS)) {
            Random random = seed;
            World rests = new World(random.nextInt(3), random.nextInt(4));
            World holds = new World(100);
            for (int i = 0; i < OPERATIONS; i++) {
                int operation = random.nextInt(8);
                String id = "s" + random.nextInt(IDS);
                int payload = random.nextInt(100);
                int on = random.nextInt(2);
                assertThat(rests.operate(operation, id, payload, on))
                        .as("operation " + i + " (" + operation + " of " + id + "), " + seed)
                        .isEqualTo(holds.operate(operation, id, payload, on));
            }
            rests.all.forEach(node -> node.tasks().close());
            holds.all.forEach(node -> node.tasks().close());
        }
    }
}
