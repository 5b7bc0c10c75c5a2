package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.codec.JsonReader;
import dev.taskcast.http.exchange.Reply;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.TaskRun;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Odd text, wherever text may stand: it is kept as it is, and is the same in the next life of the store, or it is refused when it is given.
 */
interface TextContract extends Stored {
    /** Halves of surrogate pairs, alone, in the wrong order and beside a whole one; what other formats stumble over; and much. */
    List<String> ODD = List.of(
            "\ud800",
            "\udfff",
            "a\ud83d",
            "\ude00z",
            "\ude00\ud83d",
            "\ud83d\ud83d\ude00",
            "\ufffd\ud83d",
            "\u0000",
            "a\u0000b",
            "\u0001\u001f\u007f\u0085",
            "\ufeff",
            "\uffff\ufffe\ufdd0",
            "\udbff\udfff",
            "\r\n\t",
            "\u2028\u2029",
            "\"\\/\\u0041",
            "e\u0301\u202e",
            " ",
            "x".repeat(15_000) + "\ud83d\ude00");

    /** What can be seen of tasks. */
    record Seen(Map<String, TaskState> states, Map<String, List<TaskRun>> runs, Map<String, String> lines) {
        static Seen by(TaskManager tasks) {
            Map<String, TaskState> states = new HashMap<>();
            Map<String, List<TaskRun>> runs = new HashMap<>();
            Map<String, String> lines = new HashMap<>();
            for (TaskState state : tasks.getAllStates()) {
                states.put(state.id(), state);
                runs.put(state.id(), tasks.getRuns(state.id(), 10));
                lines.put(state.id(), Log.of(tasks, state.id()));
            }
            return new Seen(states, runs, lines);
        }
    }

    @Test
    default void oddTextIsKeptAsItIsOrRefused() throws Exception {
        TaskManager first = start().tasks();
        TaskType<Map<String, Object>, Map<String, Object>> echo = echo(first);
        TaskType<String, Object> says = says(first);
        List<String> submitted = new ArrayList<>();
        for (int i = 0; i < ODD.size(); i++) {
            String odd = ODD.get(i);
            String id = "task-" + i;
            submitted.add(id);
            Map<String, Object> payload = Map.of(odd, List.of(odd), "key", odd + odd);
            first.submit(echo, payload, SubmitOptions.builder().id(id).build());
            assertThat(Waits.ended(first, id))
                    .isInstanceOfSatisfying(
                            Completed.class,
                            completed -> assertThat(completed.result())
                                    .isNotNull()
                                    .satisfies(
                                            result -> assertThat(result.value()).isEqualTo(payload)));
            submitted.addAll(described(first, says, odd, i));
        }
        Seen before = Seen.by(first);
        assertThat(before.states().keySet()).containsExactlyInAnyOrderElementsOf(submitted);
        submitted.forEach(id -> isShownAsJson(first, id));
        if (!newStore().isDurable()) {
            return;
        }
        first.close();

        TaskManager second = start().tasks();
        Seen after = Seen.by(second);
        before.states()
                .forEach((id, state) -> assertThat(printable(after.states().get(id)))
                        .as("the task %s", printable(id))
                        .isEqualTo(printable(state)));
        assertThat(after).isEqualTo(before);
        submitted.forEach(id -> isShownAsJson(second, id));
    }

    @SuppressWarnings("unchecked")
    private static TaskType<Map<String, Object>, Map<String, Object>> echo(TaskManager tasks) {
        Class<Map<String, Object>> map = (Class<Map<String, Object>>) (Class<?>) Map.class;
        return tasks.type("echo", map, map, (ctx, payload) -> payload);
    }

    /** Says its payload wherever a handler can say something, and then fails by it. */
    private static TaskType<String, Object> says(TaskManager tasks) {
        return tasks.type("says", String.class, Object.class, (ctx, odd) -> {
            keptOrRefused(() -> ctx.progress(odd));
            keptOrRefused(() -> ctx.step(odd, 1, step -> step.progress(odd)));
            keptOrRefused(() -> ctx.log(odd));
            keptOrRefused(() -> ctx.artifact(odd, "https://localhost/"));
            keptOrRefused(() -> ctx.artifact("a", odd));
            keptOrRefused(() -> ctx.durable().checkpoint(Map.of(odd, odd)));
            keptOrRefused(() -> ctx.log(ctx.durable().once(odd, () -> odd)));
            keptOrRefused(() -> ctx.durable().track(odd, List.of("a", "b")).forEach(ctx::log));
            throw new IllegalStateException(odd);
        });
    }

    /** The ids of those that were not refused. */
    private static List<String> described(TaskManager tasks, TaskType<String, Object> says, String odd, int number)
            throws Exception {
        String prefix = "said-" + number;
        List<String> ids = new ArrayList<>();
        List<UnaryOperator<SubmitOptions.Builder>> places = List.of(
                options -> options.id(prefix),
                options -> options.id(prefix + "t").title(odd),
                options -> options.id(prefix + "d").description(odd),
                options -> options.id(prefix + "o").owner(odd),
                options -> options.id(prefix + "g").tags(odd, "t" + odd));
        for (UnaryOperator<SubmitOptions.Builder> place : places) {
            keptOrRefused(() -> ids.add(
                    tasks.submit(says, odd, place.apply(SubmitOptions.builder()).build())
                            .id()));
        }
        keptOrRefused(() -> ids.add(
                tasks.submit(says, odd, SubmitOptions.builder().id(prefix + odd).build())
                        .id()));
        ids.forEach(id -> assertThat(Waits.ended(tasks, id)).isInstanceOf(Failed.class));
        return ids;
    }

    /** For messages: what reads a test's output may end at a zero. */
    private static String printable(@Nullable Object any) {
        StringBuilder printed = new StringBuilder();
        for (char each : String.valueOf(any).toCharArray()) {
            printed.append(each >= ' ' && each <= '~' ? String.valueOf(each) : String.format("\\u%04x", (int) each));
        }
        return printed.toString();
    }

    /** Something that is done with text. */
    interface Given {
        void give() throws Exception;
    }

    /** Whether it was kept. */
    private static boolean keptOrRefused(Given given) throws Exception {
        try {
            given.give();
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private static void isShownAsJson(TaskManager tasks, String id) {
        Reply reply = Log.answer(tasks, "/tasks/" + id);
        if (reply instanceof Reply.Full full && full.status() == 200) {
            assertThat(JsonReader.read(full.body())).isInstanceOf(Map.class);
            assertThat(new String(full.body(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
                    .isEqualTo(full.body());
        } else {
            assertThat(id).as("an id that is not written as it is in a path").matches(any -> !plain(any));
        }
    }

    private static boolean plain(String id) {
        return id.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    @Test
    default void whatAnEarlierRunNotedInOddTextIsThereAgain() {
        List<String> steps = ODD.stream().filter(odd -> odd.length() < 100).toList();
        Node first = start(builder -> builder.slots(1));
        notes(first.tasks(), steps);
        first.tasks().start("notes");
        assertThat(Waits.ended(first.tasks(), "notes")).isInstanceOf(Failed.class);
        if (!newStore().isDurable()) {
            return;
        }
        first.tasks().close();
        TaskManager second = start(builder -> builder.slots(1)).tasks();
        notes(second, steps);
        second.start("notes");

        TaskState ended = Waits.until(
                second, "notes", state -> state.run() == 2 && state.status().isTerminal());
        assertThat(ended).isInstanceOf(Completed.class);
    }

    /** Fails at first, and then finds what it noted. */
    private static void notes(TaskManager tasks, List<String> steps) {
        tasks.register("notes", ctx -> {
            boolean again = ctx.run() > 1;
            for (String step : steps) {
                Object noted;
                try {
                    noted = ctx.durable().once(step, () -> Arrays.asList(again ? "anew" : step, null));
                } catch (IllegalArgumentException refused) {
                    continue;
                }
                if (!noted.equals(Arrays.asList(step, null))) {
                    throw new AssertionError("Lost what step " + step + " gave");
                }
            }
            if (!again) {
                ctx.durable().checkpoint(steps);
                throw new IllegalStateException("The first run fails");
            }
            if (!ctx.durable().lastCheckpoint(List.class).orElseThrow().equals(steps)) {
                throw new AssertionError("Lost the checkpoint");
            }
        });
    }
}
