package dev.taskcast.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final long LARGE = Long.MAX_VALUE;

    private static TaskRow row(String id, long position, boolean hasEnded) {
        TaskIdentity identity = new TaskIdentity(id, "t", null, null, null, List.of());
        TaskState state = hasEnded
                ? new Completed(identity, new Ending(1, 1, 1), null, List.of())
                : new Running(identity, new Placement(1, 1), TaskProgress.STARTING);
        return new TaskRow(state, 1, position, 1, Terms.DEFAULT, Payload.of("x".repeat(1_000), null));
    }

    private static Window of(int max, long maxBytes, String... ids) {
        Window window = new Window(max, maxBytes);
        for (int i = 0; i < ids.length; i++) {
            window.applied(row(ids[i], 10L * i, false), row(ids[i], 10L * i + 5, true));
        }
        return window;
    }

    private static List<String> tooMany(Window window) {
        return window.tooMany(position -> true, id -> true, 100);
    }

    @Test
    void theOldestAreTooMany() {
        assertThat(tooMany(of(2, LARGE, "a", "b", "c", "d"))).containsExactly("a", "b");
        assertThat(tooMany(of(4, LARGE, "a", "b", "c", "d"))).isEmpty();
        assertThat(tooMany(of(0, LARGE, "a", "b"))).containsExactly("a", "b");
        assertThat(of(2, LARGE, "a", "b", "c", "d").tooMany(position -> true, id -> true, 1))
                .as("no more than are asked for")
                .containsExactly("a");
    }

    @Test
    void theyAreBoundedInBytesAsWell() {
        assertThat(tooMany(of(100, 4_000, "a", "b", "c", "d"))).containsExactly("a", "b");
    }

    @Test
    void whatTheStoreDoesNotHaveForCertainStays() {
        assertThat(of(0, LARGE, "a", "b", "c").tooMany(position -> position <= 15, id -> true, 100))
                .containsExactly("a", "b");
    }

    @Test
    void oneThatMayNotGoIsPassedByAndIsInNobodysWay() {
        Window window = of(1, LARGE, "a", "b", "c", "d");

        assertThat(window.tooMany(position -> true, id -> !id.equals("a"), 100)).containsExactly("b", "c");
        assertThat(window.size()).isEqualTo(4);
        assertThat(tooMany(window)).as("it is the newest now").containsExactly("b", "c", "d");
    }

    @Test
    void oneThatIsStartedAgainIsNoLongerInIt() {
        Window window = of(1, LARGE, "a", "b", "c");
        window.applied(row("a", 5, true), row("a", 100, false));

        assertThat(tooMany(window)).containsExactly("b");
        window.applied(row("a", 100, false), row("a", 105, true));
        assertThat(tooMany(window)).containsExactly("b", "c");
        window.applied(row("b", 15, true), null);
        assertThat(window.size()).isEqualTo(2);
    }

    @Test
    void whereAllAreHeldNoAccountIsKept() {
        Window window = of(Integer.MAX_VALUE, 1, "a", "b");

        assertThat(window.size()).isZero();
        assertThat(tooMany(window)).isEmpty();
    }
}
