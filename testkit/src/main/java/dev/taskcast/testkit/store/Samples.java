package dev.taskcast.testkit.store;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.LimitId;
import dev.taskcast.lifecycle.LimitSetting;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.lifecycle.UniqueKey;
import dev.taskcast.task.Artifact;
import dev.taskcast.task.Course;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskState.Stopping;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskStep;
import dev.taskcast.task.Turn;
import dev.taskcast.task.Unique;
import dev.taskcast.task.Waiting;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes and states with everything that they can hold, and characters that not every database takes. */
public final class Samples {
    /** What a newer version may declare of a task, as it writes it. */
    static final String OTHERS = "{\"nëw\":[1,{\"x\":\"\\n\"}],\"y\":null}";

    private Samples() {}

    /**
     * Every kind of change and of state.
     *
     * @param history decides them
     * @param node runs what runs, but for one task
     */
    public static void everything(History history, String node) {
        TaskIdentity rich = new TaskIdentity(
                "Прüfung 🎉 \"x\"",
                "type \n",
                "Ti\"tle\u0000\u2028",
                "Description \ud83d",
                "ann",
                List.of("a", "ü", ""),
                new Turn("Post 📮", "tenant \"7\" ü", 9, 3));
        history.submit(
                rich.id(),
                new Command.Register(
                        rich,
                        Terms.keeping(true),
                        History.payload(plainValues()),
                        new Waiting.ForSlot(0, 0, null, null)));
        history.start(rich.id(), node);
        long fence = history.row(rich.id()).fence();
        history.submit(rich.id(), new Command.Note(fence, "säge", History.payload(Map.of("at", 7))));
        history.submit(rich.id(), new Command.Note(fence, "two", History.payload("x")));
        history.submit(rich.id(), new Command.Report(fence, progress()));

        history.make("completed");
        history.start("completed", node);
        fence = history.row("completed").fence();
        history.submit("completed", new Command.Note(fence, "gone", History.payload(1)));
        history.submit(
                "completed",
                new Command.Complete(
                        fence,
                        TaskResult.of(plainValues()),
                        List.of(new Artifact("ä", "/x?y=%20"), new Artifact("b", "https://b"))));

        history.make("failed");
        history.start("failed", node);
        history.submit("failed", new Command.Fail(history.row("failed").fence(), "no\u0000\n", "at x\n\tat y", null));

        history.make("canceled");
        history.start("canceled", node);
        history.submit("canceled", new Command.Cancel());

        history.make("ended");
        history.start("ended", "another node");
        history.submit("ended", new Command.Cancel());
        history.submit("ended", new Command.HandlerEnded(history.row("ended").fence()));

        history.make("timed out");
        history.start("timed out", node);
        history.submit("timed out", new Command.TimeOut(history.row("timed out").fence()));

        history.submit("moving", new Command.Register(identity("moving"), Terms.restarting(true), null));
        history.start("moving", node);
        history.submit(
                "moving", new Command.Interrupt(history.row("moving").fence(), new TaskProgress("last", 1, 2), 0));

        history.make("handed back");
        history.start("handed back", node);
        history.submit(
                "handed back", new Command.HandBack(history.row("handed back").fence()));

        history.submit("attached", new Command.Register(identity("attached"), Terms.DEFAULT, null));
        history.submit(
                "attached",
                new Command.Attach(
                        new TaskIdentity("attached", "t2", "New", null, null, List.of()),
                        new Terms(true, true, true, 6, "@daily Europe/Berlin ü", null, OTHERS)));

        history.make("removed");
        history.submit("removed", new Command.Unregister());
        history.make("canceled before");
        history.submit("canceled before", new Command.Cancel());
        waiting(history, node);
        limits(history);
        orphans(history, node);
    }

    /** Handlers that go on without their tasks: of one that was taken away, and of one that was started anew; another has returned. */
    private static void orphans(History history, String node) {
        for (String id : List.of("left \u00fc", "left and returned")) {
            history.make(id);
            history.start(id, node);
            history.submit(id, new Command.Unregister());
        }
        history.returned(history.orphans().getLast().fence());
        history.make("started beside");
        history.start("started beside", node);
        history.submit("started beside", new Command.Cancel());
        history.start("started beside", "elsewhere");
    }

    /** All that a task can wait for, with and without attempts, a schedule and the bar of the run before. */
    private static void waiting(History history, String node) {
        Course course = new Course(2, 6, "no\u0000 ü", 1, 1_700_000_900_000L);
        List<Waiting> all = List.of(
                Waiting.ForStart.FIRST,
                new Waiting.ForStart(0, new Course(0, 0, null, 0, 1_700_000_900_000L)),
                new Waiting.ForSlot(0, 0, null, null),
                new Waiting.ForSlot(2, 1_700_000_000_000L, progress().with(null), course),
                new Waiting.ForTime(0, 5, 1_700_000_100_000L, false, null, null),
                new Waiting.ForTime(0, 0, 0, false, null, null),
                new Waiting.ForTime(1, 1_700_000_000_000L, 1_700_000_100_000L, true, new TaskProgress("half"), course),
                new Waiting.ForHandler(
                        1,
                        1_700_000_000_000L,
                        new Stopping(Stopping.Phase.REQUESTED, 1_699_999_000_000L, "elsewhere"),
                        course));
        for (int i = 0; i < all.size(); i++) {
            String id = "waiting " + i;
            TaskIdentity identity = new TaskIdentity(
                    id,
                    id,
                    null,
                    null,
                    null,
                    List.of(),
                    new Turn(i % 2 == 0 ? null : "q", i % 3 == 0 ? null : "k", i, 1));
            history.submit(
                    id,
                    new Command.Register(
                            identity, new Terms(false, false, true, 6, null, null, null), null, all.get(i)));
        }
        history.submit("waiting 4", new Command.Enqueue(1_700_000_000_000L, false));
        history.start("waiting 3", node);

        unique(history);
        tried(history, "retried", node);
        fail(history, "retried", 20_000, "first");
        tried(history, "retried and done", node);
        fail(history, "retried and done", 20_000, "first");
        history.start("retried and done", "another node");
        history.complete("retried and done");
        tried(history, "interrupted", node);
        history.submit("interrupted", new Command.Interrupt(fence(history, "interrupted"), progress(), 0));
        tried(history, "lost", node);
        history.submit("lost", new Command.Interrupt(fence(history, "lost"), null, 1_700_000_050_000L));
        tried(history, "too slow", node);
        history.submit("too slow", new Command.TimeOut(fence(history, "too slow")));
        history.submit("too slow", new Command.HandlerEnded(fence(history, "too slow"), again(9)));
        tried(history, "behind", node);
        history.submit("behind", new Command.Cancel());
        history.submit("behind", new Command.Enqueue(7, true));
    }

    /** Tasks with keys of their own, one of which another submit has put off. */
    private static void unique(History history) {
        unique(history, "unique", UniqueKey.of(Unique.join("k ü"), "owner", 7));
        unique(history, "throttled", UniqueKey.of(Unique.throttle("k", Duration.ofDays(1)), null, 7));
        Unique debounce = Unique.debounce("k", Duration.ofSeconds(1), Duration.ofMinutes(1));
        unique(history, "put off", UniqueKey.of(debounce, null, 7));
        Terms newer = new Terms(false, true, false, 2, null, UniqueKey.of(debounce, null, 9), null);
        history.submit("put off", new Command.Swap(newer, History.payload("newer"), 9, 1_009));
    }

    private static void unique(History history, String id, UniqueKey key) {
        Terms terms = new Terms(false, false, false, 1, null, key, null);
        history.submit(
                id,
                new Command.Register(identity(id), terms, History.payload(id), new Waiting.ForSlot(0, 7, null, null)));
    }

    /** Starts a task that is tried again. */
    static void tried(History history, String id, String node) {
        history.submit(
                id,
                new Command.Register(
                        identity(id), new Terms(false, false, false, 6, null, null, null), History.payload(id)));
        history.start(id, node);
    }

    /** A run fails and is to be tried again. */
    static void fail(History history, String id, long after, String error) {
        history.submit(id, new Command.Fail(fence(history, id), error, "trace of " + error, again(after)));
    }

    private static Command.Again again(long after) {
        return new Command.Again(1_700_000_900_000L, 1_700_000_900_000L + after, true, null);
    }

    private static long fence(History history, String id) {
        return history.row(id).fence();
    }

    /** Of all kinds; set, changed, and cleared. */
    private static void limits(History history) {
        LimitSetting.Values some = new LimitSetting.Values(8, 100, 60_000);
        LimitSetting.Values none = new LimitSetting.Values(0, 0, 0);
        history.limit(LimitId.MANAGER, LimitSetting.NONE.declared(some));
        history.limit(LimitId.MANAGER, LimitSetting.NONE.declared(some).given(none));
        history.limit(LimitId.queue(""), LimitSetting.NONE.paused(true));
        history.make("between limits");
        history.limit(LimitId.queue("Post 📮"), new LimitSetting(some.perPeriod(0, 0), some, true));
        history.limit(LimitId.queue("cleared"), LimitSetting.NONE.declared(some));
        history.limit(LimitId.queue("cleared"), LimitSetting.NONE);
        history.limit(LimitId.eachKey("mail"), LimitSetting.NONE.declared(LimitSetting.Values.NONE.atOnce(4)));
        history.limit(LimitId.key("mail", "tenant \"7\""), LimitSetting.NONE.given(some.atOnce(Integer.MAX_VALUE)));
        history.limit(LimitId.type("type \n"), LimitSetting.NONE.declared(some));
        history.make("after limits");
    }

    private static TaskIdentity identity(String id) {
        return new TaskIdentity(id, id, null, null, null, List.of());
    }

    private static Map<String, Object> plainValues() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", "ünï \u0000 \ud83d\ude00");
        values.put("numbers", List.of(1, -2.5, 3_000_000_000L, new BigInteger("123456789012345678901234567890")));
        values.put("none", null);
        values.put("nested", Map.of("list", List.of(List.of(), Map.of())));
        values.put("yes", true);
        return values;
    }

    /**
     * Progress with everything.
     *
     * @return always the same
     */
    public static TaskProgress progress() {
        return new TaskProgress(
                "half \n ü",
                0.5,
                Double.NaN,
                TaskProgress.Unit.BYTES,
                new TaskProgress.Pace(2.5, 1_000),
                List.of(
                        new TaskStep("one", 0, TaskStatus.COMPLETED, null, Double.NaN, Double.NaN),
                        new TaskStep("two", 1, TaskStatus.RUNNING, "m", 1, 2)));
    }
}
