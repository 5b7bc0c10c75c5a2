package dev.taskcast.testkit.store;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Command.Terms;
import dev.taskcast.task.Artifact;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskStep;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes and states with everything that they can hold, and characters that not every database takes. */
public final class Samples {
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
                List.of("a", "ü", ""));
        history.submit(
                rich.id(), new Command.Register(rich, new Terms(true, true, true), History.payload(plainValues())));
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
        history.submit("failed", new Command.Fail(history.row("failed").fence(), "no\u0000\n", "at x\n\tat y"));

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

        history.submit("moving", new Command.Register(identity("moving"), new Terms(false, true, true), null));
        history.start("moving", node);
        history.submit("moving", new Command.Interrupt(history.row("moving").fence(), new TaskProgress("last", 1, 2)));

        history.make("handed back");
        history.start("handed back", node);
        history.submit(
                "handed back", new Command.HandBack(history.row("handed back").fence()));

        history.submit("attached", new Command.Register(identity("attached"), new Terms(false, false, false), null));
        history.submit(
                "attached",
                new Command.Attach(
                        new TaskIdentity("attached", "t2", "New", null, null, List.of()),
                        new Terms(true, true, false)));

        history.make("removed");
        history.submit("removed", new Command.Unregister());
        history.make("canceled before");
        history.submit("canceled before", new Command.Cancel());
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
