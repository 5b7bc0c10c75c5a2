package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.taskcast.codec.TaskCodec;
import dev.taskcast.task.StartOutcome;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.awt.Point;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Types beside tasks: names, options, codecs, and what forgets which. */
class TypeTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();

    private static TaskType<String, String> echo(TaskManager tasks, String name) {
        return tasks.type(name, String.class, String.class, (ctx, text) -> text);
    }

    private static SubmitOptions id(String id) {
        return SubmitOptions.builder().id(id).build();
    }

    @Test
    void aNameIsForOneTypeOrOneTask() {
        echo(tasks, "type");
        tasks.register("task", ctx -> {});

        assertThatIllegalStateException()
                .isThrownBy(() -> echo(tasks, "type"))
                .withMessage("Type \"type\" is already registered");
        assertThatIllegalStateException()
                .isThrownBy(() -> tasks.register("type", ctx -> {}))
                .withMessage("Type \"type\" is already registered");
        assertThatIllegalStateException()
                .isThrownBy(() -> echo(tasks, "task"))
                .withMessage("Type \"task\" is already registered");
        assertThatIllegalArgumentException().isThrownBy(() -> echo(tasks, ""));
        assertThat(tasks.start("task")).isEqualTo(StartOutcome.STARTED);
        assertThat(tasks.getState("type")).isEmpty();
    }

    @Test
    void theNameOfATaskThatIsGoneIsFree() {
        tasks.register("x", ctx -> {});
        tasks.unregister("x");
        Recorder seen = invariants.record(tasks);
        String submitted = tasks.submit(echo(tasks, "x"), "hello").id();

        assertThat(((Completed) seen.await(submitted, TaskStatus.COMPLETED)).result())
                .hasToString("\"hello\"");
    }

    @Test
    void aSubmittedTaskMayHaveTheNameOfItsTypeAndNeverTakesItWithIt() {
        Recorder seen = invariants.record(tasks);
        TaskType<String, String> type = echo(tasks, "x");
        tasks.submit(type, "a", id("x"));
        assertThat(seen.await("x", TaskStatus.COMPLETED).run()).isOne();
        assertThat(tasks.unregister("x")).isTrue();
        tasks.submit(type, "b", id("y"));

        assertThat(seen.await("y", TaskStatus.COMPLETED).run()).isOne();
    }

    @Test
    void aSubmittedTaskThatIsForgottenLeavesItsType() {
        TaskManager forgetful = invariants.manager(builder -> builder.maxHistory(0));
        Recorder seen = invariants.record(forgetful);
        TaskType<String, String> type = echo(forgetful, "x");
        for (int i = 0; i < 3; i++) {
            String submitted = forgetful.submit(type, "a").id();
            seen.awaitRemoved(submitted);
            assertThat(forgetful.start(submitted)).isEqualTo(StartOutcome.UNKNOWN);
        }
    }

    @Test
    void aTypeMayKeepItsTasks() {
        TaskManager forgetful = invariants.manager(builder -> builder.maxHistory(0));
        Recorder seen = invariants.record(forgetful);
        TypeOptions<String> options = TypeOptions.<String>builder()
                .tasks(TaskOptions.builder().keep().build())
                .build();
        TaskType<String, String> type = forgetful.type("x", String.class, String.class, (ctx, text) -> text, options);
        String submitted = forgetful.submit(type, "a").id();

        TaskState completed = seen.await(submitted, TaskStatus.COMPLETED);
        assertThat(forgetful.getState(submitted)).contains(completed);
    }

    @Test
    void theOptionsOfASubmitComeBeforeThoseOfItsType() {
        TypeOptions<String> options = TypeOptions.<String>builder()
                .tasks(TaskOptions.builder()
                        .title("type's title")
                        .description("type's description")
                        .owner("type's owner")
                        .tags("a", "b")
                        .build())
                .build();
        TaskType<String, String> type = tasks.type("t", String.class, String.class, (ctx, text) -> text, options);
        TaskIdentity plain = tasks.submit(type, "x", id("plain")).identity();
        TaskIdentity own = tasks.submit(
                        type,
                        "x",
                        SubmitOptions.builder()
                                .id("own")
                                .title("title")
                                .owner("owner")
                                .tags("b", "c")
                                .build())
                .identity();

        assertThat(plain)
                .isEqualTo(new TaskIdentity(
                        "plain", "t", "type's title", "type's description", "type's owner", List.of("a", "b")));
        assertThat(own)
                .isEqualTo(
                        new TaskIdentity("own", "t", "title", "type's description", "owner", List.of("a", "b", "c")));
    }

    @Test
    void aTypeOfAnotherManagerIsUnknown() {
        TaskType<String, String> foreign = new TaskType<>("foreign", String.class, String.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks.submit(foreign, "x"))
                .withMessage("A submit must name a registered type, got: \"foreign\"");
        tasks.register("foreign", ctx -> {});
        assertThatIllegalArgumentException().isThrownBy(() -> tasks.submit(foreign, "x"));
    }

    @Test
    void aTypeForEverybodyNeedsAPayloadThatCanBeDecoded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tasks.type(
                        "points",
                        Point.class,
                        Void.class,
                        (ctx, point) -> null,
                        TypeOptions.<Point>builder().submittable().build()))
                .withMessageContaining("must have a plain payload type")
                .withMessageContaining("java.awt.Point");
    }

    /** Of points: "1,2". */
    private static final class PointCodec implements TaskCodec {
        @Override
        public byte[] encode(@Nullable Object value) {
            if (!(value instanceof Point point)) {
                throw new IllegalArgumentException("No point: " + value);
            }
            return ("\"" + point.x + "," + point.y + "\"").getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <T> T decode(byte[] json, Class<T> type) {
            String[] parts = new String(json, 1, json.length - 2, StandardCharsets.UTF_8).split(",", 2);
            return type.cast(new Point(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
        }
    }

    @Test
    void aCodecTakesPayloadsAndResultsAndEachRunHasACopyOfItsOwn() {
        TaskManager coding = invariants.manager(builder -> builder.codec(new PointCodec()));
        Recorder seen = invariants.record(coding);
        Queue<Point> got = new ConcurrentLinkedQueue<>();
        TaskType<Point, Point> type = coding.type("move", Point.class, Point.class, (ctx, point) -> {
            got.add(point);
            point.translate(1, 1);
            return point;
        });
        Point original = new Point(1, 2);
        coding.submit(type, original, id("x"));
        original.translate(100, 100);
        assertThat(seen.await("x", TaskStatus.COMPLETED).run()).isOne();
        coding.start("x");
        var second = (dev.taskcast.task.TaskChange.Updated) seen.await(
                "the second run",
                c -> c instanceof dev.taskcast.task.TaskChange.Updated u
                        && u.state() instanceof Completed
                        && u.state().run() == 2);

        assertThat(Objects.requireNonNull(((Completed) second.state()).result()).json())
                .isEqualTo("\"2,3\"");
        assertThat(got).containsExactly(new Point(2, 3), new Point(2, 3));
        assertThat(got.peek()).isNotSameAs(original);
    }
}
