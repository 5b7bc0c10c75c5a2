package dev.taskcast.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.Waiting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which payloads of tasks that wait are let go of. */
class PayloadsTest {
    private final Payloads payloads = new Payloads(250);
    private final Map<String, TaskRow> rows = new HashMap<>();

    private static TaskRow row(String id, long position, @Nullable Payload payload) {
        TaskIdentity identity = new TaskIdentity(id, "t", null, null, null, List.of());
        return new TaskRow(
                new Pending(identity, new Waiting.ForSlot(0, 0, null, null)), 1, position, 0, Terms.DEFAULT, payload);
    }

    /** Takes 100 bytes. */
    private static Payload payload() {
        return Payload.of("x".repeat(58), null);
    }

    private void put(TaskRow after) {
        payloads.applied(rows.put(after.id(), after), after);
    }

    private List<String> letGo(long certain) {
        List<TaskRow> light = payloads.tooMany(rows::get, position -> position <= certain, 100);
        light.forEach(row -> put(row.light()));
        return light.stream().map(TaskRow::id).toList();
    }

    private void five() {
        for (int i = 1; i <= 5; i++) {
            put(row("t" + i, i, payload()));
        }
    }

    @Test
    void thoseBeyondTheBoundAreLetGoOfOnceTheStoreHasThemForCertain() {
        five();
        assertThat(letGo(2)).isEmpty();
        assertThat(letGo(3)).containsExactly("t3");
        assertThat(letGo(9)).containsExactly("t4", "t5");
        assertThat(payloads.bytes()).isEqualTo(200);
    }

    @Test
    void whoNoLongerWaitsOrIsGoneMakesRoom() {
        five();
        TaskRow first = Objects.requireNonNull(rows.get("t1"));
        put(new TaskRow(
                new Running(first.state().identity(), new Placement(1, 0, null, false, 0, null), TaskProgress.STARTING),
                1,
                6,
                6,
                Terms.DEFAULT,
                first.payload()));
        payloads.applied(rows.remove("t2"), null);

        assertThat(letGo(9)).containsExactly("t3");
        assertThat(payloads.bytes()).isEqualTo(200);
    }

    @Test
    void whoChangesAgainAndAgainHoldsUpNobody() {
        five();
        put(row("t3", 10, payload()));

        assertThat(letGo(9)).containsExactly("t4", "t5");
        put(row("t6", 11, payload()));
        assertThat(letGo(10)).containsExactly("t3");
    }

    @Test
    void anotherPayloadIsLetGoOfTheSameWay() {
        five();
        assertThat(letGo(9)).hasSize(3);
        put(row("t4", 10, payload()));

        assertThat(letGo(9)).isEmpty();
        assertThat(letGo(10)).containsExactly("t4");
    }

    @Test
    void whatWasRegisteredHasNone() {
        put(row("r", 1, null));
        assertThat(payloads.bytes()).isZero();
    }
}
