package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a manager finds that comes after another one. */
interface RestartContract extends Stored {
    /** How tasks are that go on. */
    TaskOptions RESTART = TaskOptions.builder().restartInterrupted().build();

    /** What has become of a run that its process did not end. */
    String INTERRUPTED = "Interrupted by server restart";

    private static TaskType<String, String> echo(TaskManager tasks) {
        return tasks.type("echo", String.class, String.class, (ctx, payload) -> payload + "!");
    }

    /** Two tasks that nobody runs. */
    private static void submitTwo(TaskManager tasks) {
        TaskType<String, String> type = echo(tasks);
        tasks.submit(
                type,
                "ünï \u0000 \ud83d\ude00",
                SubmitOptions.builder()
                        .id("a")
                        .title("Title")
                        .owner("ann")
                        .tags("t")
                        .build());
        tasks.submit(type, "second", SubmitOptions.builder().id("b").build());
    }

    private static void areRun(TaskManager tasks) {
        assertThat(Waits.state(tasks, "a").identity().owner()).isEqualTo("ann");
        assertThat(Waits.state(tasks, "a").identity().title()).isEqualTo("Title");
        echo(tasks);
        assertThat(Waits.ended(tasks, "a")).isInstanceOfSatisfying(Completed.class, completed -> {
            assertThat(completed.result()).isNotNull();
            assertThat(completed.result().value()).isEqualTo("ünï \u0000 \ud83d\ude00!");
        });
        assertThat(Waits.ended(tasks, "b").run()).isEqualTo(1);
    }

    @Test
    default void aSubmittedTaskIsRunAfterACloseAndAReopening() {
        Node first = start(builder -> builder.slots(0));
        submitTwo(first.tasks());
        first.tasks().close();

        areRun(start().tasks());
    }

    @Test
    default void aSubmittedTaskIsRunAfterAKill() {
        Node first = start(builder -> builder.slots(0));
        submitTwo(first.tasks());
        kill(first);

        areRun(start().tasks());
    }

    @Test
    default void registerAttachesCodeAndKeepsTheState() {
        Node first = start();
        first.tasks().register("x", ctx -> ctx.result(7), TaskOptions.title("Old words"));
        first.tasks().start("x");
        Completed completed = (Completed) Waits.ended(first.tasks(), "x");
        first.tasks().close();
        TaskManager second = start().tasks();

        assertThat(Waits.state(second, "x")).isEqualTo(completed);
        second.register("x", ctx -> ctx.result(8), TaskOptions.title("New words"));
        assertThat(Waits.state(second, "x")).isInstanceOfSatisfying(Completed.class, now -> {
            assertThat(now.identity().title()).isEqualTo("New words");
            assertThat(now.ending()).isEqualTo(completed.ending());
            assertThat(now.result()).isEqualTo(completed.result());
        });
        second.start("x");
        assertThat(Waits.until(second, "x", state -> state.run() == 2 && state instanceof Completed))
                .isInstanceOf(Completed.class);
    }

    @Test
    default void anInterruptedRunIsAnError() throws Exception {
        Gate gate = new Gate();
        Node first = start();
        first.tasks().register("x", gate);
        first.tasks().start("x");
        gate.next();
        kill(first);
        TaskManager second = start().tasks();

        assertThat(Waits.ended(second, "x"))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.error()).isEqualTo(INTERRUPTED));
        second.register("x", ctx -> {});
        second.start("x");
        Waits.until(second, "x", state -> state instanceof Completed completed && completed.run() == 2);
    }

    @Test
    default void anInterruptedRunIsFollowedByTheNextWhereThatIsWanted() throws Exception {
        Gate gate = new Gate();
        Node first = start();
        first.tasks().register("x", gate, RESTART);
        first.tasks().start("x");
        gate.next().progress("Half way", 1, 2);
        Waits.until("the progress in the store", () -> first.store().writes() > 0);
        kill(first);
        TaskManager second = start().tasks();

        assertThat(Waits.until(
                        second,
                        "x",
                        state -> state instanceof Running now && now.placement().moving()))
                .isInstanceOfSatisfying(
                        Running.class,
                        now -> assertThat(now.progress().message()).isEqualTo("Half way"));
        Gate again = new Gate(); // the killed node's handler still waits in the other
        second.register("x", again, RESTART);
        assertThat(again.next().run()).isEqualTo(2);
        again.open();
        assertThat(Waits.ended(second, "x")).isInstanceOf(Completed.class);
        assertThat(gate.waiting() + again.waiting()).as("runs beside the two").isZero();
    }

    @Test
    default void aSubmittedTaskIsInterruptedLikeAnyOther() throws Exception {
        Gate gate = new Gate();
        Node first = start(builder -> builder.slots(1));
        TypeOptions<String> options =
                TypeOptions.<String>builder().tasks(RESTART).build();
        TaskType<String, Void> once = first.tasks().type("once", String.class, Void.class, (ctx, payload) -> {
            gate.run(ctx);
            return null;
        });
        TaskType<String, Void> again =
                first.tasks().type("again", String.class, Void.class, (ctx, payload) -> null, options);
        first.tasks().submit(once, "a", SubmitOptions.builder().id("a").build());
        gate.next();
        first.tasks().submit(again, "b", SubmitOptions.builder().id("b").build());
        kill(first);
        TaskManager second = start().tasks();
        second.type("again", String.class, Void.class, (ctx, payload) -> null, options);

        assertThat(Waits.ended(second, "b")).isInstanceOf(Completed.class);
        assertThat(Waits.ended(second, "a"))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.error()).isEqualTo(INTERRUPTED));
    }

    @Test
    default void whatIsCanceledWhileItWaitsIsNotRunLater() {
        Node first = start(builder -> builder.slots(0));
        submitTwo(first.tasks());
        first.tasks().cancel("a");
        kill(first);
        TaskManager second = start().tasks();
        echo(second);

        Waits.ended(second, "b");
        assertThat(Waits.state(second, "a")).isInstanceOf(TaskState.Canceled.class);
        assertThat(Waits.state(second, "a").run()).isZero();
    }

    @Test
    default void theRunsAreThereAfterARestart() {
        Node first = start(builder -> builder.nodeName("left"));
        first.tasks().register("x", ctx -> {
            throw new IllegalStateException("run " + ctx.run());
        });
        for (int run = 1; run <= 3; run++) {
            int number = run;
            first.tasks().start("x");
            Waits.until(first.tasks(), "x", state -> state instanceof Failed failed && failed.run() == number);
        }
        List<TaskRun> before = first.tasks().getRuns("x", 10);
        first.tasks().close();
        TaskManager second = start().tasks();

        assertThat(before).extracting(TaskRun::error).containsExactly("run 3", "run 2", "run 1");
        assertThat(before.getFirst().node()).startsWith("left");
        assertThat(before.getFirst().stackTrace()).contains("IllegalStateException: run 3");
        assertThat(second.getRuns("x", 10)).isEqualTo(before);
        assertThat(second.getRuns("x", 2)).isEqualTo(before.subList(0, 2));
    }

    @Test
    default void theLinesOfTheLastRunAreThereAfterARestart() {
        Node first = start();
        first.tasks().register("x", ctx -> {
            ctx.log("of run " + ctx.run() + "\nsecond ü");
            ctx.log("third");
        });
        for (int run = 1; run <= 2; run++) {
            int number = run;
            first.tasks().start("x");
            Waits.until(first.tasks(), "x", state -> state instanceof Completed ended && ended.run() == number);
        }
        first.tasks().close();

        assertThat(Log.of(start().tasks(), "x"))
                .contains("\"run\":2", "\"from\":1", "[\"of run 2\",\"second ü\",\"third\"]");
    }

    @Test
    default void manyRestartsRunEachTaskOnce() {
        Queue<Integer> ran = new ConcurrentLinkedQueue<>();
        for (int life = 0; life < 4; life++) {
            Node node = start(builder -> builder.slots(2));
            TaskType<Integer, Void> type = node.tasks().type("t", Integer.class, Void.class, (ctx, payload) -> {
                ran.add(payload);
                return null;
            });
            node.tasks()
                    .submitAll(
                            type,
                            IntStream.range(100 * life, 100 * life + 100)
                                    .boxed()
                                    .toList());
            node.tasks().close();
        }
        TaskManager last = start().tasks();
        last.type("t", Integer.class, Void.class, (ctx, payload) -> {
            ran.add(payload);
            return null;
        });
        Waits.until(
                "the end of all tasks",
                () -> last.getAllStates().stream()
                        .allMatch(state -> state.status().isTerminal()));

        assertThat(last.getAllStates()).hasSize(400);
        assertThat(ran).doesNotHaveDuplicates();
        assertThat(last.getAllStates())
                .allMatch(state -> state.status() == TaskStatus.COMPLETED || isInterrupted(state));
    }

    private static boolean isInterrupted(TaskState state) {
        return state instanceof Failed failed && failed.error().equals(INTERRUPTED);
    }
}
