package dev.taskcast.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is on other nodes, while these take over from each other. */
class ElsewhereTest {
    private final Map<String, TaskRow> rows = new HashMap<>();
    private final Elsewhere elsewhere = new Elsewhere("self", rows::get, List::of);

    private static TaskRow running(String id, int run, String node) {
        TaskIdentity who = new TaskIdentity(id, id, null, null, null, List.of());
        Running state = new Running(who, new Placement(run, 300, node, false), TaskProgress.STARTING);
        return new TaskRow(state, id.hashCode(), 30 + run, 30 + run, Terms.DEFAULT, null);
    }

    @Test
    void whatHasGoneOnElsewhereMeanwhileIsNotOnTheNodeThatIsGone() {
        TaskRow x = running("x", 1, "gone");
        TaskRow y = running("y", 1, "gone");
        elsewhere.applied(null, x);
        elsewhere.applied(null, y);

        rows.putAll(Map.of("x", x, "y", running("y", 2, "faster")));
        assertThat(elsewhere.rowsOn("gone")).containsExactly(x);
        rows.clear();
        rows.put("y", running("y", 2, "self"));
        assertThat(elsewhere.rowsOn("gone")).isEmpty();
        rows.putAll(Map.of("x", x, "y", y));
        assertThat(elsewhere.rowsOn("gone")).containsExactlyInAnyOrder(x, y);
    }
}
