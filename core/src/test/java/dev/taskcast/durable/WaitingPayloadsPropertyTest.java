package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.SeededRandom;
import dev.taskcast.TaskManager;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.task.Unique;
import dev.taskcast.task.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever is asked for: nobody can tell whether the heap has the payload of a task that waits. */
class WaitingPayloadsPropertyTest {
    private static final int WORLDS = 6;
    private static final int OPERATIONS = 50;
    private static final int IDS = 6;
    private static final Duration LONG = Duration.ofDays(1);

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    /** Nodes on one journal. Their tasks wait, and run now and then. */
    private final class World {
        private final Nodes nodes = new Nodes(invariants, SharedJournal.ofManyNodes());
        private final List<Nodes.Node> all = new ArrayList<>();
        private final List<TaskType<Integer, Integer>> types = new ArrayList<>();
        private final Queue<String> ran = new ConcurrentLinkedQueue<>();
        private final boolean isLight;

        World(boolean isLight, int recent) {
            this.isLight = isLight;
            long bound = isLight ? 0 : Long.MAX_VALUE;
            for (int i = 0; i < 2; i++) {
                Nodes.Node node = nodes.start(builder -> builder.recent(recent).waitingPayloads(bound));
                all.add(node);
                types.add(node.tasks()
                        .type(
                                "t",
                                Integer.class,
                                Integer.class,
                                (ctx, payload) -> {
                                    ran.add(ctx.id() + " " + ctx.run() + " " + payload);
                                    if (payload % 5 == 0) {
                                        throw new IllegalStateException("fails");
                                    }
                                    return payload;
                                },
                                TypeOptions.<Integer>builder()
                                        .tasks(TaskOptions.builder().queue("q").build())
                                        .build()));
            }
            all.getFirst().tasks().queue("q").pause();
            boolean ignored = settle();
        }

        String operate(int operation, String id, int payload, int on) {
            TaskManager tasks = all.get(on).tasks();
            String given = switch (operation) {
                case 0, 1, 2 -> submit(on, payload, SubmitOptions.builder().id(id));
                case 3 -> submit(on, payload, SubmitOptions.builder().unique(Unique.debounce("k " + id, LONG, LONG)));
                case 4 -> tasks.cancel(id).name();
                case 5 -> tasks.start(id).name();
                case 6 -> "unregistered: " + tasks.unregister(id);
                default -> run();
            };
            return given + settle();
        }

        private String submit(int on, int payload, SubmitOptions.Builder options) {
            try {
                TaskState ignored = all.get(on).tasks().submit(types.get(on), payload, options.build());
                return "submitted";
            } catch (TaskExistsException e) {
                return "exists";
            }
        }

        /** All that waits for the queue runs. */
        private String run() {
            TaskManager tasks = all.getFirst().tasks();
            tasks.queue("q").resume();
            await(() -> tasks.getAllStates().stream()
                    .noneMatch(state -> state instanceof TaskState.Running || isDue(state)));
            tasks.queue("q").pause();
            List<String> all = new ArrayList<>(ran);
            ran.clear();
            return all.stream()
                    .map(each -> each.replaceFirst("^\\S{20,}", "new"))
                    .sorted()
                    .toList()
                    .toString();
        }

        private boolean isDue(TaskState state) {
            return state instanceof TaskState.Pending pending && !(pending.waiting() instanceof Waiting.ForTime);
        }

        /** All nodes know the same, and what may be let go of is. */
        private boolean settle() {
            all.forEach(node -> node.store().flush());
            all.forEach(node -> node.tasks().queue("q").pause()); // as it is: whoever commits lets go
            await(() -> IntStream.range(0, IDS)
                            .allMatch(i -> all.get(0)
                                    .tasks()
                                    .getState("s" + i)
                                    .equals(all.get(1).tasks().getState("s" + i)))
                    && (!isLight || all.stream().allMatch(node -> WaitingPayloadsTest.isAllLetGo(node.tasks()))));
            return true;
        }

        private void await(java.util.concurrent.Callable<Boolean> what) {
            Awaitility.await("what follows")
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(Await.LIMIT)
                    .until(what);
        }

        void close() {
            all.forEach(node -> node.tasks().close());
        }
    }

    @Test
    void nobodyCanTellWhetherAPayloadIsHeld() throws InterruptedException {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (SeededRandom seed : SeededRandom.several(WORLDS)) { // side by side: they wait for flushes most of the time
            threads.add(Thread.ofPlatform().name("world").start(() -> {
                try {
                    check(seed);
                } catch (Throwable t) {
                    failures.add(t);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    private void check(SeededRandom seed) {
        Random random = seed;
        int recent = random.nextInt(3);
        World lets = new World(true, recent);
        World holds = new World(false, 100);
        for (int i = 0; i < OPERATIONS; i++) {
            int operation = random.nextInt(9);
            String id = "s" + random.nextInt(IDS);
            int payload = random.nextInt(100);
            int on = random.nextInt(2);
            assertThat(lets.operate(operation, id, payload, on))
                    .as("operation " + i + " (" + operation + " of " + id + "), " + seed)
                    .isEqualTo(holds.operate(operation, id, payload, on));
        }
        lets.close();
        holds.close();
    }
}
