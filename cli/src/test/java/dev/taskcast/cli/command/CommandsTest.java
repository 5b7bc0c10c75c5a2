package dev.taskcast.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.cli.terminal.Columns;
import dev.taskcast.cli.terminal.Size;
import dev.taskcast.codec.JsonReader;
import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.http.access.Viewer;
import dev.taskcast.server.TaskServer;
import dev.taskcast.task.SubmitField;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TypeOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands, against a real server that wants a token. */
class CommandsTest {
    private static final String TOKEN = "secret-of-ann";

    private final TaskManager tasks = TaskManager.create();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final TaskServer server = TaskServer.builder()
            .endpoint(TaskEndpoint.builder(tasks)
                    .access(request -> ("Bearer " + TOKEN).equals(request.header("Authorization"))
                            ? Optional.of(Viewer.OF_EVERYTHING)
                            : Optional.empty())
                    .build())
            .port(0)
            .start();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void tasks() {
        environment.put("TASKCAST_URL", "http://localhost:" + server.port() + "/tasks");
        environment.put("TASKCAST_TOKEN", TOKEN);
        tasks.register(
                "import",
                this::log,
                TaskOptions.builder().title("Import of orders").build());
        tasks.register("broken", ctx -> {
            throw new IOException("no disk left");
        });
        tasks.register("long", ctx -> gate.await());
        tasks.register(
                "slow",
                ctx -> gate.await(),
                TaskOptions.builder().timeout(Duration.ofMillis(1)).build());
        tasks.type(
                "echo",
                String.class,
                String.class,
                (ctx, text) -> text,
                TypeOptions.<String>builder().submittable(SubmitField.values()).build());
    }

    private void log(TaskContext ctx) {
        for (int i = 1; i <= 3; i++) {
            ctx.log("row " + i + " \u001b[31mred\u001b[0m\u001b]0;title\u0007");
        }
        ctx.result(Map.of("rows", 3));
    }

    @AfterEach
    void close() {
        gate.countDown();
        server.close();
        tasks.close();
    }

    private CliRun cli(String... arguments) {
        return CliRun.of(environment, "", arguments);
    }

    private void ended(String id) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> state(id).status().isTerminal());
    }

    private TaskState state(String id) {
        return tasks.getState(id).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"import, 0", "broken, 1", "slow, 4"})
    void theExitCodeOfAWatchedStartIsTheOutcome(String id, int code) {
        CliRun run = cli("start", id, "--watch");
        assertThat(run.exitCode()).isEqualTo(code);
        assertThat(run.lines().getFirst()).isEqualTo(id + ": started");
        // Again: the run before, which has ended, is not taken for the new one.
        assertThat(cli("start", id, "--watch").exitCode()).isEqualTo(code);
        assertThat(state(id).run()).isEqualTo(2);
    }

    @Test
    void ofSeveralTasksTheWorstOutcomeIsTheExitCode() {
        CliRun run = cli("start", "import", "slow", "broken", "no-such-task");
        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.err()).contains("no-such-task: ");
        assertThat(cli("watch", "import", "slow", "broken").exitCode()).isEqualTo(1);
    }

    @Test
    void aCanceledTaskEndsItsWatch() {
        assertThat(cli("start", "long").exitCode()).isZero();
        assertThat(cli("cancel", "long").out()).isEqualTo("long: canceled\n");
        assertThat(cli("cancel", "long").out()).isEqualTo("long: not running\n");
        assertThat(cli("watch", "long").exitCode()).isEqualTo(3);
    }

    @Test
    void listsWhatIsAskedFor() {
        cli("start", "broken");
        ended("broken");
        CliRun failed = cli("ls", "--status", "error,timed_out", "--error", "java.io.IOException");
        assertThat(failed.out()).contains("STATUS").contains("✗ failed", "broken", "no disk left");
        assertThat(failed.lines()).hasSize(2);
        assertThat(cli("ls", "--ids", "--sort", "created", "--limit", "2").lines())
                .hasSize(2);
        assertThat(cli("ls", "--ids", "--limit", "2").err()).contains("4 match");
        assertThat(cli("ls", "--ids", "--all").lines()).containsExactlyInAnyOrder("import", "broken", "long", "slow");
        assertThat(cli("ls", "-q", "nothing like it").err()).isEqualTo("No task matches.\n");
        assertThat(cli("ls", "--status", "gone").exitCode()).isEqualTo(2);
    }

    @Test
    void aTableIsNoWiderThanItsTerminal() {
        for (int columns : new int[] {40, 60, 80}) {
            assertThat(CliRun.sized(new Size(columns, 24), environment, "", "ls")
                            .lines())
                    .allSatisfy(line -> assertThat(Columns.of(line)).isLessThan(columns));
        }
    }

    @Test
    void jsonIsWhatTheProtocolHas() {
        cli("start", "import");
        ended("import");
        Object state =
                JsonReader.read(cli("show", "import", "--json").out().strip().getBytes(StandardCharsets.UTF_8));
        assertThat(state)
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("id", "import")
                .containsEntry("status", "completed")
                .containsEntry("title", "Import of orders");
        assertThat(cli("watch", "import", "--json").lines())
                .singleElement()
                .asString()
                .startsWith("{\"type\":\"update\",\"taskId\":\"import\",\"state\":{\"id\":\"import\"");
        assertThat(cli("ls", "--json").lines()).hasSize(4).allMatch(line -> line.startsWith("{\"id\":"));
    }

    @Test
    void showsAllOfATask() {
        cli("start", "broken");
        ended("broken");
        assertThat(cli("show", "broken").out())
                .contains("✗ failed", "Error        no disk left", "Run          1", "Took");
        assertThat(cli("show", "nobody").exitCode()).isEqualTo(5);
    }

    @Test
    void linesOfARunDoNotControlTheTerminal() {
        cli("start", "import");
        ended("import");
        assertThat(cli("logs", "import").lines()).containsExactly("row 1 red", "row 2 red", "row 3 red");
        assertThat(cli("logs", "import", "--after", "2").lines()).containsExactly("row 3 red");
        CliRun followed = cli("logs", "-f", "import");
        assertThat(followed.lines()).containsExactly("row 1 red", "row 2 red", "row 3 red");
        assertThat(followed.exitCode()).isZero();
    }

    @Test
    void submitsFromArgumentFileAndInput(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("payload.json"), "\n\"from a file\"\n");
        String made = cli("submit", "echo", "\"from an argument\"", "--title", "Echo", "--tag", "a,b")
                .out()
                .strip();
        assertThat(cli("ls", "--ids", "--tag", "b").lines()).containsExactly(made);
        assertThat(cli("submit", "echo", "@" + file, "--id", "e1", "--watch").exitCode())
                .isZero();
        assertThat(cli("show", "e1").out()).contains("from a file");
        assertThat(CliRun.of(environment, "\"from there\"", "submit", "echo", "-", "--id", "e2", "-w")
                        .out())
                .contains("from there");
        assertThat(cli("submit", "echo", "from").exitCode()).isEqualTo(2);
        assertThat(cli("submit", "echo", "@" + folder.resolve("none")).exitCode())
                .isEqualTo(2);
        assertThat(cli("submit", "echo", "\"x\"", "--id", "e1").exitCode()).isEqualTo(5);
    }

    @Test
    void retriesWhatHasFailedAndAsksBeforeMoreThanOne() {
        cli("start", "broken", "slow", "import");
        ended("broken");
        ended("slow");
        ended("import");
        assertThat(cli("retry", "import").err()).contains("import has not failed, it is completed");
        assertThat(cli("retry", "-q", "o").err())
                .contains("2 tasks: ")
                .contains("[y/N]")
                .contains("Nothing was started");
        assertThat(state("broken").run()).isEqualTo(1);
        CliRun agreed = CliRun.of(environment, "y\n", "retry", "-q", "o");
        assertThat(agreed.lines()).containsExactlyInAnyOrder("broken: started", "slow: started");
        ended("broken");
        assertThat(cli("retry", "--type", "broken", "--watch").exitCode()).isEqualTo(1);
        assertThat(state("broken").run()).isEqualTo(3);
        assertThat(cli("retry").exitCode()).isEqualTo(2);
    }

    @Test
    void theTokenIsSentAndNeverShown() {
        environment.put("TASKCAST_TOKEN", "wrong-secret");
        for (String[] each :
                new String[][] {{"ls"}, {"watch", "import"}, {"start", "import"}, {"doctor"}, {"--help"}}) {
            CliRun run = cli(each);
            assertThat(run.exitCode()).isEqualTo(each[0].equals("--help") ? 0 : 5);
            assertThat(run.out() + run.err()).doesNotContain("wrong-secret");
        }
        assertThat(cli("ls", "--token", TOKEN).exitCode()).isZero();
        environment.remove("TASKCAST_TOKEN");
        assertThat(cli("ls", "-H", "Authorization: Bearer " + TOKEN).exitCode()).isZero();
        assertThat(cli("ls", "-H", "Bearer-wrong-secret").err()).doesNotContain("wrong-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"doctor", "ls"})
    void aTokenThatCantBeSentIsAUsageErrorAndNeverShown(String command) {
        CliRun run = cli(command, "--token", "wrong-secret\r");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("can't be sent as it is given: Authorization");
        assertThat(run.out() + run.err()).doesNotContain("wrong-secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--token wrong-secret ls", "ls --tokn wrong-secret", "ls --tokn=wrong-secret", "ls wrong-secret"
            })
    void whatFollowsAnOptionThatIsNotKnownIsNotShown(String line) {
        CliRun run = cli(line.split(" "));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out() + run.err()).doesNotContain("wrong-secret");
    }

    @Test
    void whatCantBeWatchedIsNotStarted() {
        List<String> line = new ArrayList<>(List.of("start", "--watch", "--logs"));
        line.addAll(Collections.nCopies(21, "long"));
        CliRun run = cli(line.toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--logs must be about 1 to 20 ids, got: 21");
        assertThat(tasks.getState("long").orElseThrow()).isInstanceOf(TaskState.Pending.class);
    }

    @Test
    void aTaskThatIsNotThereKeepsNoOtherFromARetry() {
        cli("start", "broken", "--watch");
        CliRun run = cli("retry", "no-such-task", "broken");
        assertThat(run.err()).contains("no-such-task: ");
        assertThat(run.out()).contains("broken: started");
        assertThat(run.exitCode()).isEqualTo(5);
    }

    @Test
    void watchingAllEndsOnceNothingRuns() {
        assertThat(cli("watch", "--until-done").exitCode()).isZero();
        assertThat(state("import").status()).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void saysWhereTheServerCantBeReached() {
        server.close();
        assertThat(cli("ls").exitCode()).isEqualTo(6);
        assertThat(cli("watch", "import").exitCode()).isEqualTo(6);
        assertThat(cli("start", "import", "long").exitCode()).isEqualTo(6);
        assertThat(cli("doctor").exitCode()).isEqualTo(6);
    }

    @Test
    void whatCantBeUnderstoodIsAUsageError() {
        assertThat(cli().exitCode()).isEqualTo(2);
        assertThat(cli("lss").err()).contains("taskcast --help");
        assertThat(cli("ls", "--url", "ftp://x").exitCode()).isEqualTo(2);
        assertThat(cli("ls", "--since", "yesterdayish").exitCode()).isEqualTo(2);
        assertThat(cli("show", "a/b").exitCode()).isEqualTo(2);
    }

    @Test
    void completionsKnowTheCommands() {
        assertThat(cli("completion").out()).contains("complete -F").contains("doctor", "--until-done");
    }
}
