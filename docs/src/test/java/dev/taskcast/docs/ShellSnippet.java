package dev.taskcast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Commands of a document. */
record ShellSnippet(Snippet snippet) {
    /** What curl gives when its time is over, as it is with a stream that goes on. */
    private static final int TIME_IS_OVER = 28;

    void holds(List<Snippet> page, Path folder) throws Exception {
        Path script = Files.writeString(folder.resolve("snippet.sh"), snippet.text());
        Ended syntax = run(folder, "sh", "-n", script.toString());
        assertThat(syntax.status()).as(syntax.printed()).isZero();
        if (snippet.how().equals("against the program above")) {
            Snippet program = page.stream()
                    .filter(other -> other.language().equals("java") && other.line() < snippet.line())
                    .reduce((first, second) -> second)
                    .orElseThrow();
            try (Program running = Program.start(program.text(), folder)) {
                for (String line : snippet.text().lines().toList()) {
                    isAnswered(line, running.port(), folder);
                }
            }
        } else {
            assertThat(snippet.after("not run:"))
                    .as(
                            "%s is to have <!-- snippet: against the program above --> or <!-- snippet: not run: WHY -->",
                            snippet)
                    .isNotEmpty();
        }
    }

    private static void isAnswered(String line, int port, Path folder) throws Exception {
        assertThat(line).startsWith("curl ");
        String command =
                line.replace("8080", String.valueOf(port)).replaceFirst("^curl", "curl -sS --fail --max-time 3");
        Ended ended = run(folder, "sh", "-c", command);
        assertThat(ended.status())
                .as(command + ": " + ended.printed())
                .isIn(0, line.contains(" -N ") ? TIME_IS_OVER : 0);
        assertThat(ended.printed()).as(command).contains("{");
    }

    private record Ended(int status, String printed) {}

    private static Ended run(Path folder, String... command) throws IOException, InterruptedException {
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(printed));
    }
}
