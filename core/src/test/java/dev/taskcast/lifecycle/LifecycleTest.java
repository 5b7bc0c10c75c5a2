package dev.taskcast.lifecycle;

import static dev.taskcast.lifecycle.Rows.ENDING;
import static dev.taskcast.lifecycle.Rows.FENCE;
import static dev.taskcast.lifecycle.Rows.STOPPING;
import static dev.taskcast.lifecycle.Rows.WHO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.lifecycle.Decision.Amended;
import dev.taskcast.lifecycle.Decision.Made;
import dev.taskcast.lifecycle.Decision.Moved;
import dev.taskcast.lifecycle.Decision.Reason;
import dev.taskcast.lifecycle.Decision.Refused;
import dev.taskcast.lifecycle.Decision.Removed;
import dev.taskcast.lifecycle.Decision.Started;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskResult;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Ending;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Placement;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopping;
import dev.taskcast.task.TaskState.TimedOut;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.Waiting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class LifecycleTest {
    private static final long NOW = 555;
    private static final Ending ENDED_NOW = new Ending(3, 300, NOW);
    private static final Stopping STOPPING_NOW = new Stopping(Stopping.Phase.REQUESTED, NOW);

    /** Each row: a status, then the outcome of each command in the order of {@link Rows#commands}. */
    private static final String TABLE = """
            none      | pending | UNKNOWN  | UNKNOWN | UNKNOWN | UNKNOWN     | UNKNOWN | UNKNOWN   | UNKNOWN | FENCED  | FENCED    | FENCED | FENCED    | FENCED  | FENCED  | FENCED | FENCED  | FENCED  | FENCED  | FENCED  | UNKNOWN | UNKNOWN | UNKNOWN
            pending   | EXISTS  | attached | running | pending | NOT_RUNNING | removed | KEPT      | KEPT    | FENCED  | FENCED    | FENCED | FENCED    | FENCED  | FENCED  | FENCED | FENCED  | FENCED  | FENCED  | FENCED  | pending | held    | NOT_RUNNING
            running   | EXISTS  | attached | RUNNING | RUNNING | canceled    | removed | KEPT      | KEPT    | running | completed | error  | timed_out | error   | pending | noted  | FENCED  | error   | error   | FENCED  | RUNNING | held    | RUNNING
            completed | EXISTS  | attached | running | pending | NOT_RUNNING | removed | KEPT      | removed | FENCED  | FENCED    | FENCED | FENCED    | FENCED  | FENCED  | FENCED | FENCED  | FENCED  | FENCED  | FENCED  | pending | held    | NOT_RUNNING
            error     | EXISTS  | attached | running | pending | NOT_RUNNING | removed | KEPT      | removed | FENCED  | FENCED    | FENCED | FENCED    | FENCED  | FENCED  | FENCED | FENCED  | FENCED  | FENCED  | FENCED  | pending | held    | NOT_RUNNING
            canceled  | EXISTS  | attached | running | pending | NOT_RUNNING | removed | KEPT      | KEPT    | FENCED  | FENCED    | FENCED | FENCED    | FENCED  | FENCED  | FENCED | amended | FENCED  | FENCED  | amended | pending | held    | NOT_RUNNING
            timed_out | EXISTS  | attached | running | pending | NOT_RUNNING | removed | KEPT      | KEPT    | FENCED  | FENCED    | FENCED | FENCED    | FENCED  | FENCED  | FENCED | amended | FENCED  | FENCED  | amended | pending | held    | NOT_RUNNING
            queued    | EXISTS  | attached | running | QUEUED  | canceled    | removed | KEPT      | KEPT    | FENCED  | FENCED    | FENCED | FENCED    | FENCED  | FENCED  | FENCED | FENCED  | FENCED  | FENCED  | FENCED  | QUEUED  | held    | NOT_RUNNING
            restarted | EXISTS  | attached | RUNNING | RUNNING | canceled    | removed | KEPT      | KEPT    | running | completed | error  | timed_out | running | pending | noted  | FENCED  | error   | running | FENCED  | RUNNING | held    | RUNNING
            moving    | EXISTS  | attached | running | RUNNING | canceled    | removed | KEPT      | KEPT    | FENCED  | FENCED    | FENCED | FENCED    | FENCED  | FENCED  | FENCED | FENCED  | FENCED  | FENCED  | FENCED  | RUNNING | held    | RUNNING
            stopped   | EXISTS  | attached | running | pending | NOT_RUNNING | removed | KEPT      | removed | FENCED  | FENCED    | FENCED | FENCED    | FENCED  | FENCED  | FENCED | FENCED  | FENCED  | FENCED  | FENCED  | pending | held    | NOT_RUNNING
            behind    | EXISTS  | attached | running | QUEUED  | canceled    | removed | KEPT      | KEPT    | FENCED  | FENCED    | FENCED | FENCED    | FENCED  | FENCED  | FENCED | pending | FENCED  | FENCED  | pending | QUEUED  | held    | NOT_RUNNING
            delayed   | EXISTS  | attached | running | pending | canceled    | removed | KEPT      | KEPT    | FENCED  | FENCED    | FENCED | FENCED    | FENCED  | FENCED  | FENCED | FENCED  | FENCED  | FENCED  | FENCED  | QUEUED  | held    | NOT_RUNNING
            submitted | EXISTS  | EXISTS   | running | pending | canceled    | removed | NOT_ENDED | KEPT    | FENCED  | FENCED    | FENCED | FENCED    | FENCED  | FENCED  | FENCED | FENCED  | FENCED  | FENCED  | FENCED  | QUEUED  | held    | swapped
            tried     | EXISTS  | attached | RUNNING | RUNNING | canceled    | removed | KEPT      | KEPT    | running | completed | error  | timed_out | pending | pending | noted  | FENCED  | pending | pending | FENCED  | RUNNING | held    | RUNNING
            too slow  | EXISTS  | attached | running | pending | NOT_RUNNING | removed | KEPT      | KEPT    | FENCED  | FENCED    | FENCED | FENCED    | FENCED  | FENCED  | FENCED | amended | FENCED  | FENCED  | pending | pending | held    | NOT_RUNNING
            done      | EXISTS  | EXISTS   | running | pending | NOT_RUNNING | removed | removed   | removed | FENCED  | FENCED    | FENCED | FENCED    | FENCED  | FENCED  | FENCED | FENCED  | FENCED  | FENCED  | FENCED  | pending | held    | NOT_RUNNING
            """;

    @Test
    void everyCommandInEveryStatusIsDecidedByTheTable() {
        List<String> actual = new ArrayList<>();
        actual.add(row("none", null));
        for (TaskStatus status : TaskStatus.values()) {
            actual.add(row(status.wireName(), Rows.in(status)));
        }
        actual.add(row("queued", Rows.queued()));
        actual.add(row("restarted", Rows.restarted()));
        actual.add(row("moving", Rows.moving()));
        actual.add(row("stopped", Rows.stopped()));
        actual.add(row("behind", Rows.behind()));
        actual.add(row("delayed", Rows.delayed()));
        actual.add(row("submitted", Rows.submitted()));
        actual.add(row("tried", Rows.tried()));
        actual.add(row("too slow", Rows.tooSlow()));
        actual.add(row("done", Rows.submitted(Rows.in(TaskStatus.COMPLETED))));

        assertThat(actual)
                .containsExactlyElementsOf(
                        TABLE.lines().map(line -> line.replaceAll(" +", " ")).toList());
    }

    private static String row(String name, @Nullable TaskRow row) {
        long fence = row == null || row.fence() == 0 ? 7 : row.fence();
        long position = row == null ? 7 : row.position();
        StringBuilder line = new StringBuilder(name);
        for (Command command : Rows.commands(fence, position)) {
            line.append(" | ").append(outcome(Lifecycle.decide(row, command, NOW)));
        }
        return line.toString();
    }

    private static String outcome(Decision decision) {
        return switch (decision) {
            case Refused refused -> refused.reason().name();
            case Made made -> made.state().status().wireName();
            case Started started -> started.state().status().wireName();
            case Moved moved -> moved.state().status().wireName();
            case Decision.Attached attached -> "attached";
            case Decision.Noted noted -> "noted";
            case Decision.Woken woken -> "woken";
            case Decision.Held held -> "held";
            case Decision.Swapped swapped -> "swapped";
            case Amended amended -> "amended";
            case Removed removed -> "removed";
            case Decision.OfNoTask ofNoTask -> "of no task";
        };
    }

    @ParameterizedTest
    @EnumSource
    void anotherFenceIsRefusedInEveryStatus(TaskStatus status) {
        TaskRow row = Rows.in(status);
        for (long fence : new long[] {FENCE - 1, FENCE + 1, row.position() + 1, -1}) {
            for (Command command : Rows.commands(fence, 1)) {
                if (command instanceof Command.OfRun) {
                    assertThat(Lifecycle.decide(row, command, NOW)).isEqualTo(new Refused(Reason.FENCED));
                }
            }
        }
    }

    @Test
    void aNewTaskIsPendingAndWasNeverRun() {
        assertThat(Lifecycle.decide(null, new Command.Register(WHO, Terms.keeping(true), null), NOW))
                .isEqualTo(new Made(new Pending(WHO, Waiting.ForStart.FIRST), Terms.keeping(true), null, NOW));
    }

    @Test
    void theFirstStartIsRunOne() {
        assertThat(Lifecycle.decide(Rows.in(TaskStatus.PENDING), new Command.Start(), NOW))
                .isEqualTo(new Started(new Running(WHO, new Placement(1, NOW), new TaskProgress("Starting..."))));
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"PENDING", "RUNNING"})
    void aRestartIsTheNextRunFromTheBeginning(TaskStatus status) {
        assertThat(Lifecycle.decide(Rows.in(status), new Command.Start(), NOW))
                .isEqualTo(new Started(new Running(WHO, new Placement(4, NOW), TaskProgress.STARTING)));
    }

    @Test
    void eachEndKeepsWhatItsStatusSays() {
        TaskResult result = TaskResult.of(42);

        assertThat(ofRunning(new Command.Complete(FENCE, result, List.of())))
                .isEqualTo(new Completed(WHO, ENDED_NOW, result, List.of()));
        assertThat(ofRunning(new Command.Complete(FENCE, null, List.of())))
                .isEqualTo(new Completed(WHO, ENDED_NOW, null, List.of()));
        assertThat(ofRunning(new Command.Fail(FENCE, "boom"))).isEqualTo(new TaskState.Failed(WHO, ENDED_NOW, "boom"));
        assertThat(ofRunning(new Command.Cancel())).isEqualTo(new Canceled(WHO, ENDED_NOW, STOPPING_NOW));
        assertThat(ofRunning(new Command.TimeOut(FENCE))).isEqualTo(new TimedOut(WHO, ENDED_NOW, STOPPING_NOW));
    }

    @Test
    void aReportChangesTheProgressOnly() {
        TaskProgress half = new TaskProgress("half", 1, 2);

        assertThat(ofRunning(new Command.Report(FENCE, half))).isEqualTo(new Running(WHO, new Placement(3, 300), half));
    }

    private static TaskState ofRunning(Command command) {
        return ((Moved) Lifecycle.decide(Rows.in(TaskStatus.RUNNING), command, NOW)).state();
    }

    @Test
    void stoppingEndsOnceAndNothingElseChanges() {
        Command ended = new Command.HandlerEnded(FENCE);
        TaskRow canceled = Rows.in(TaskStatus.CANCELED);
        TaskRow timedOut = Rows.in(TaskStatus.TIMED_OUT);

        assertThat(Lifecycle.decide(canceled, ended, NOW)).isEqualTo(new Amended(new Canceled(WHO, ENDING, null)));
        assertThat(Lifecycle.decide(timedOut, ended, NOW)).isEqualTo(new Amended(new TimedOut(WHO, ENDING, null)));
        assertThat(Lifecycle.decide(canceled.with(new Canceled(WHO, ENDING, null)), ended, NOW))
                .isEqualTo(new Refused(Reason.FENCED));
        assertThat(((Canceled) canceled.state()).stopping()).isEqualTo(STOPPING);
    }

    @ParameterizedTest
    @EnumSource
    void aKeptTaskIsNotForgottenAndNoneThatHasChangedSince(TaskStatus status) {
        TaskRow row = Rows.in(status);

        assertThat(Lifecycle.decide(Rows.kept(row), new Command.Evict(row.position()), NOW))
                .isEqualTo(new Refused(Reason.KEPT));
        assertThat(Lifecycle.decide(row, new Command.Evict(row.position() - 1), NOW))
                .isEqualTo(new Refused(Reason.KEPT));
    }

    @Test
    void aRemovalNamesTheTask() {
        assertThat(Lifecycle.decide(Rows.in(TaskStatus.RUNNING), new Command.Unregister(), NOW))
                .isEqualTo(new Removed(WHO));
    }
}
