package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskPage;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The numbers that a manager keeps are those of somebody who counts, whatever rests, and however a life before has ended. */
interface CountsContract extends Stored {
    /** One life of a manager, to which random things happen. */
    final class Life {
        private static final int OPERATIONS = 40;
        private static final int IDS = 30;

        private final Node node;
        private final List<TaskType<Integer, Integer>> types = new ArrayList<>();

        Life(Node node) {
            this.node = node;
            for (String name : List.of("a", "b")) {
                types.add(node.tasks().type(name, Integer.class, Integer.class, (ctx, payload) -> {
                    if ((payload + ctx.run()) % 3 == 0) {
                        throw new IllegalStateException("so it is");
                    }
                    return payload;
                }));
            }
            node.tasks().register("registered", ctx -> {});
        }

        Node node() {
            return node;
        }

        void live(Random random) {
            for (int i = 0; i < OPERATIONS; i++) {
                operate(random, "s" + random.nextInt(IDS));
            }
        }

        private void operate(Random random, String id) {
            TaskManager tasks = node.tasks();
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4, 5 -> submit(random, id);
                case 6, 7 -> {
                    var ignored = tasks.start(id);
                }
                case 8 -> {
                    boolean ignored = tasks.unregister(id);
                }
                default -> {
                    var ignored = tasks.cancel(id);
                }
            }
        }

        private void submit(Random random, String id) {
            try {
                TaskState ignored = node.tasks()
                        .submit(
                                types.get(random.nextInt(2)),
                                random.nextInt(100),
                                SubmitOptions.builder().id(id).build());
            } catch (TaskExistsException e) {
                // it is there already
            }
        }

        /** Waits until all has ended, and the numbers are those of who counts. */
        void awaitRight() {
            Waits.until(
                    "all have ended", () -> counted().keySet().stream().noneMatch(each -> each.endsWith("running")));
            try {
                Waits.until("the numbers are right", () -> kept().equals(counted()));
            } catch (AssertionError e) {
                assertThat(kept()).isEqualTo(counted());
                throw e;
            }
        }

        private Map<String, Long> kept() {
            Map<String, Long> kept = new HashMap<>();
            node.tasks()
                    .stats()
                    .byType()
                    .forEach((type, counts) -> counts.forEach((status, count) -> kept.put(key(type, status), count)));
            return kept;
        }

        private Map<String, Long> counted() {
            Map<String, Long> counted = new HashMap<>();
            String after = null;
            do {
                TaskQuery.Builder query = TaskQuery.builder().limit(10);
                TaskPage page = node.tasks().find((after == null ? query : query.after(after)).build());
                page.states()
                        .forEach(state -> counted.merge(key(state.identity().type(), state.status()), 1L, Long::sum));
                after = page.next();
            } while (after != null);
            return counted;
        }

        private static String key(String type, TaskStatus status) {
            return type + " " + status.wireName();
        }
    }

    @Test
    default void theNumbersAreRightInEachLife() {
        Random random = new Random(17);
        for (int i = 0; i < 8; i++) {
            int recent = random.nextInt(3);
            int history = i % 4 == 3 ? 5 : Integer.MAX_VALUE;
            Life life = new Life(start(builder -> builder.recent(recent).maxHistory(history)));
            life.awaitRight(); // as the life before has left it
            life.live(random);
            if (random.nextBoolean()) {
                life.awaitRight();
            }
            if (random.nextBoolean()) {
                kill(life.node());
            } else {
                life.node().tasks().close();
            }
        }
    }
}
