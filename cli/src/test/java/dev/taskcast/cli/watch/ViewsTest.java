package dev.taskcast.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.cli.terminal.Columns;
import dev.taskcast.cli.terminal.Looks;
import dev.taskcast.cli.terminal.Size;
import dev.taskcast.cli.terminal.Terminal;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.task.TaskState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How a task looks in a line, and which lines there are where there is no terminal. */
class ViewsTest {
    private final AtomicLong millis = new AtomicLong();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PlainView view =
            new PlainView(new Terminal(out, out, Looks.PLAIN, false, () -> Size.ENDLESS), millis::get);

    private static TaskState running(String title, TaskProgress progress) {
        TaskIdentity identity = new TaskIdentity("t", "t", title, null, null, List.of());
        return new TaskState.Running(identity, new TaskState.Placement(1, 1_000), progress);
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.substring(9))
                .toList();
    }

    private void at(long time, double current) {
        millis.set(time);
        view.changed(running("T", new TaskProgress("Counting", current, 100)), false);
        view.tick(Instant.ofEpochMilli(time));
    }

    @Test
    void withoutATerminalProgressIsALineEveryTenSecondsAndAStatusAtOnce() {
        for (int second = 0; second <= 25; second++) {
            at(second * 1_000L, second);
        }
        TaskIdentity identity = new TaskIdentity("t", "t", "T", null, null, List.of());
        view.changed(new TaskState.Failed(identity, new TaskState.Ending(1, 1_000, 26_000), "no disk left"), true);
        assertThat(lines())
                .containsExactly(
                        "t running: 0% · 0 of 100 · Counting",
                        "t running: 10% · 10 of 100 · Counting",
                        "t running: 20% · 20 of 100 · Counting",
                        "t failed: no disk left · after 25 s");
    }

    @Test
    void theLastProgressIsToldOnceTenSecondsAreOver() {
        at(0, 1);
        at(1_000, 99);
        assertThat(lines()).hasSize(1);
        millis.set(10_000);
        view.tick(Instant.ofEpochMilli(10_000));
        assertThat(lines()).hasSize(2).last().asString().contains("99 of 100");
    }

    @Test
    void aBarIsNeverWiderThanItMayBe() {
        SplittableRandom random = new SplittableRandom(7);
        String[] titles = {"a", "宽宽宽宽宽宽宽宽宽宽宽宽", "🎉".repeat(30), "e\u0301".repeat(50), "\u001b[2Jx\n"};
        for (int i = 0; i < 2_000; i++) {
            int columns = random.nextInt(1, 150);
            boolean unicode = random.nextBoolean();
            String title = titles[random.nextInt(titles.length)];
            double current = random.nextInt(-5, 200);
            TaskProgress progress = random.nextBoolean()
                    ? new TaskProgress(title + " working", current, random.nextInt(0, 150))
                    : new TaskProgress(title);
            BarLine line = new BarLine(new Looks(false, unicode), columns, BarLine.names(columns, Columns.of(title)));
            String drawn = line.of(running(title, progress), "about 5 s left", Instant.ofEpochMilli(5_000), i)
                    .toString();
            assertThat(Columns.of(drawn)).as("%d columns: %s", columns, drawn).isLessThanOrEqualTo(columns);
            assertThat(drawn.chars()).noneMatch(Character::isISOControl);
        }
    }

    @Test
    void aBarIsAsFullAsTheProgress() {
        BarLine line = new BarLine(new Looks(false, true), 80, 4);
        BarLine plain = new BarLine(new Looks(false, false), 80, 4);
        TaskState half = running("Half", new TaskProgress("x", 1, 2));
        Instant now = Instant.ofEpochMilli(5_000);
        assertThat(line.of(half, "", now, 0).toString())
                .isEqualTo("► Half  " + "█".repeat(10) + "░".repeat(10) + "  50%  1 of 2 · x");
        assertThat(plain.of(half, "", now, 0).toString())
                .isEqualTo("> Half  [" + "#".repeat(9) + ".".repeat(9) + "]  50%  1 of 2 - x");
    }
}
