package dev.taskcast.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.cli.terminal.Columns;
import dev.taskcast.server.TaskServer;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskStatus;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What a person sees who watches in a terminal. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class PseudoTerminalTest {
    private static final String ESCAPE = "\u001b[";
    private static final String HIDDEN = ESCAPE + "?25l";
    private static final String SHOWN = ESCAPE + "?25h";
    private static final char CTRL_C = 3;

    private final TaskManager tasks = TaskManager.create();
    private final BlockingQueue<Integer> steps = new LinkedBlockingQueue<>();
    private final TaskServer server = TaskServer.start(tasks, 0);

    @BeforeEach
    void begin() {
        tasks.register("count", this::count);
        tasks.start("count");
    }

    /** Goes where the test says, and ends at 100. */
    private void count(TaskContext ctx) throws InterruptedException {
        for (int step = steps.take(); step < 100; step = steps.take()) {
            ctx.log("at " + step + " \u001b[2J\u001b[31m");
            ctx.progress(
                    "Counting 宽宽 🎉 \u001b[2J\u0007 and so on, for much longer than a line has room for it", step, 100);
        }
        ctx.result("all counted");
    }

    @AfterEach
    void close() {
        steps.add(100);
        tasks.close();
        server.close();
    }

    private Pty watch(Map<String, String> more, String... arguments) throws IOException {
        Map<String, String> environment = new HashMap<>(Processes.environment(server.port()));
        environment.putAll(more);
        return new Pty(100, 20, environment, Processes.taskcast(arguments));
    }

    @Test
    void aBarMovesInPlaceAndItsEndStays() throws Exception {
        try (Pty pty = watch(Map.of(), "watch", "count", "--logs")) {
            steps.add(25);
            pty.awaitLine(line -> line.startsWith("► count  ██████░") && line.contains("25%"));
            steps.add(50);
            pty.awaitLine(line -> line.startsWith("► count  ████████████░") && line.contains("50%"));
            assertThat(pty.screen().stream().filter(line -> line.contains("%"))).hasSize(1);
            assertThat(pty.screen()).contains("count | at 25", "count | at 50");
            steps.add(100);
            assertThat(pty.awaitExit()).isZero();
            assertThat(pty.screen()).anyMatch(line -> line.startsWith("✓ count  completed · after"));
            assertThat(pty.screen()).noneMatch(line -> line.contains("%"));
            assertThat(pty.raw()).contains(HIDDEN).endsWith(SHOWN).doesNotContain(ESCAPE + "2J", "\u0007");
        }
    }

    @Test
    void aNarrowerTerminalGetsShorterLines() throws Exception {
        try (Pty pty = watch(Map.of(), "watch", "count")) {
            steps.add(25);
            pty.awaitLine(line -> line.contains("25%") && Columns.of(line) > 60 && line.endsWith("…"));
            pty.resize(40, 20);
            steps.add(26);
            pty.awaitLine(line -> line.contains("26%") && Columns.of(line) < 40 && line.endsWith("…"));
            pty.resize(100, 20);
            steps.add(27);
            pty.awaitLine(line -> line.contains("27%") && Columns.of(line) > 60);
        }
    }

    @Test
    void ctrlCEndsTheWatchAndShowsTheCursorAndCancelsNothing() throws Exception {
        try (Pty pty = watch(Map.of(), "watch", "count")) {
            steps.add(25);
            pty.awaitLine(line -> line.contains("25%"));
            pty.type(CTRL_C);
            assertThat(pty.awaitExit()).isEqualTo(130);
            assertThat(pty.raw().lastIndexOf(SHOWN)).isGreaterThan(pty.raw().lastIndexOf(HIDDEN));
            assertThat(pty.screen()).anyMatch(line -> line.contains("25%"));
        }
        assertThat(tasks.getState("count").orElseThrow().status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void noColorIsNoSgrAtAll() throws Exception {
        try (Pty pty = watch(Map.of("NO_COLOR", "1"), "watch", "count")) {
            steps.add(25);
            pty.awaitLine(line -> line.contains("25%"));
            steps.add(100);
            assertThat(pty.awaitExit()).isZero();
            assertThat(pty.raw()).doesNotContainPattern("\u001b\\[[0-9;]*m");
        }
    }

    @Test
    void colorsAreThereInATerminal() throws Exception {
        try (Pty pty = watch(Map.of(), "ls")) {
            assertThat(pty.awaitExit()).isZero();
            assertThat(pty.raw()).contains(ESCAPE + "36m► running" + ESCAPE + "0m");
        }
    }

    @Test
    void aDumbTerminalGetsLinesAndNoSequences() throws Exception {
        steps.add(25);
        try (Pty pty = watch(Map.of("TERM", "dumb"), "watch", "count")) {
            pty.awaitLine(line -> line.contains("count running: "));
            steps.add(100);
            assertThat(pty.awaitExit()).isZero();
            assertThat(pty.raw()).contains("count completed: all counted").doesNotContain("\u001b");
        }
    }

    @Test
    void aTerminalWithoutUnicodeGetsSignsOfAscii() throws Exception {
        try (Pty pty = watch(Map.of("LC_ALL", "C"), "watch", "count")) {
            steps.add(50);
            pty.awaitLine(line -> line.startsWith("> count  [###########...........]") && line.contains("50%"));
        }
    }
}
