package dev.taskcast.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.Await;
import dev.taskcast.InvariantsExtension;
import dev.taskcast.SeededRandom;
import dev.taskcast.TaskManager;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskPage;
import dev.taskcast.task.TaskQuery;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each node's numbers are those of somebody who counts all tasks: whatever rests, is woken, forgotten, and on which node. */
class StatsOnNodesTest {
    private static final int OPERATIONS = 120;
    private static final int BETWEEN_COUNTS = 6;
    private static final int IDS = 12;

    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    /** A node, and its types. */
    private record Member(Nodes.Node node, List<TaskType<Integer, Integer>> types) {}

    private final Nodes nodes = new Nodes(invariants, SharedJournal.ofManyNodes());
    private final List<Member> members = new ArrayList<>();

    static SeededRandom[] randoms() {
        return SeededRandom.several(4);
    }

    private Member start(int recent, int history) {
        Nodes.Node node = nodes.start(builder -> builder.recent(recent).maxHistory(history));
        List<TaskType<Integer, Integer>> types = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            types.add(node.tasks().type(name, Integer.class, Integer.class, (ctx, payload) -> {
                if ((payload + ctx.run()) % 3 == 0) {
                    throw new IllegalStateException("so it is");
                }
                return payload;
            }));
        }
        node.tasks().register("registered", ctx -> {});
        return new Member(node, types);
    }

    @ParameterizedTest
    @MethodSource("randoms")
    void theyAreWhatSomebodyComesToWhoCounts(SeededRandom random) {
        int history = random.nextBoolean() ? 6 : Integer.MAX_VALUE;
        members.add(start(random.nextInt(3), history));
        members.add(start(random.nextInt(4), history));
        for (int i = 0; i < OPERATIONS; i++) {
            operate(random, history);
            for (Member each : i % BETWEEN_COUNTS == 0 ? members : List.<Member>of()) {
                try {
                    Awaitility.await("the same as who counts")
                            .pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(1))
                            .atMost(Await.LIMIT)
                            .untilAsserted(() -> areRight(each.node.tasks()));
                } catch (ConditionTimeoutException e) {
                    throw new AssertionError(random + ", operation " + i + ", node " + members.indexOf(each), e);
                }
            }
        }
    }

    private void operate(SeededRandom random, int history) {
        members.forEach(each -> each.node.store().flush());
        int at = random.nextInt(members.size());
        Member member = members.get(at);
        TaskManager tasks = member.node.tasks();
        String id = "s" + random.nextInt(IDS);
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> submit(member, id, random);
            case 5, 6, 7 -> {
                var ignored = tasks.start(id);
            }
            case 8 -> {
                var ignored = tasks.cancel(id);
            }
            case 9 -> {
                boolean ignored = tasks.unregister(id);
            }
            case 10 -> {
                var ignored = tasks.start("registered");
            }
            default -> {
                if (random.nextInt(3) == 0) {
                    tasks.close();
                    members.set(at, start(random.nextInt(4), history));
                }
            }
        }
    }

    private static void submit(Member member, String id, SeededRandom random) {
        try {
            TaskState ignored = member.node
                    .tasks()
                    .submit(
                            member.types.get(random.nextInt(2)),
                            random.nextInt(100),
                            SubmitOptions.builder().id(id).build());
        } catch (TaskExistsException e) {
            // it is there already
        }
    }

    private static void areRight(TaskManager tasks) {
        Map<TaskStatus, Long> byStatus = new EnumMap<>(TaskStatus.class);
        Map<String, Map<TaskStatus, Long>> byType = new HashMap<>();
        String after = null;
        do {
            TaskQuery.Builder query = TaskQuery.builder().limit(5);
            TaskPage page = tasks.find((after == null ? query : query.after(after)).build());
            for (TaskState state : page.states()) {
                byStatus.merge(state.status(), 1L, Long::sum);
                byType.computeIfAbsent(state.identity().type(), type -> new EnumMap<>(TaskStatus.class))
                        .merge(state.status(), 1L, Long::sum);
            }
            after = page.next();
        } while (after != null);
        assertThat(byStatus.getOrDefault(TaskStatus.RUNNING, 0L)).isZero(); // all has come to its end
        assertThat(tasks.stats().byStatus()).isEqualTo(byStatus);
        assertThat(tasks.stats().byType()).isEqualTo(byType);
    }
}
