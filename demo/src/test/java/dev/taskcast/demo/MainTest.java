package dev.taskcast.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.demo.stage.Address;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MainTest {
    private static final String SAYS = "Taskcast is on http://localhost:";

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port abc     | --port must be a number from 0 to 65535, got: abc",
                "--port=70000   | --port must be a number from 0 to 65535, got: 70000",
                "--port         | --port needs a value. Usage: ./run [--port N] [--address IP] [--data DIR] [--jdbc-url URL]",
                "--data=        | --data must be a directory, got:",
                "--prot 80      | unknown argument --prot. Usage: ./run [--port N] [--address IP] [--data DIR] [--jdbc-url URL]",
                "--address ::1  | --address must be one that this machine has in its network, such as ADDRESS, got: ::1",
                "--address=0.0.0.0 | --address must be one that this machine has in its network, such as ADDRESS, got: 0.0.0.0",
                "--jdbc-url h2  | --jdbc-url must begin with jdbc:postgresql:, got: h2",
            })
    void aBadArgumentIsOneLine(String words, String message) throws InterruptedException {
        assertThat(run(words.split(" ", -1))).isEqualTo(2);

        String own = Address.ofThisMachine().map(InetAddress::getHostAddress).orElse("192.168.1.23");
        assertThat(text(err).strip()).isEqualTo("taskcast-demo: " + message.replace("ADDRESS", own));
        assertThat(text(out)).isEmpty();
    }

    @Test
    void dataThatCanNotBeMadeIsOneLine() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");

        assertThat(run("--data", file.toString())).isEqualTo(1);

        assertThat(text(err).lines().skip(1)).singleElement().asString().contains("could not make", file.toString());
    }

    @Test
    void helpIsShown() throws InterruptedException {
        assertThat(run("--help")).isZero();

        assertThat(text(out).strip()).isEqualTo(Arguments.USAGE);
    }

    @Test
    void servesUntilItIsToldToEnd() throws Exception {
        Process process = start();
        try (BufferedReader lines = process.inputReader()) {
            String line = lines.readLine();
            assertThat(line).startsWith(SAYS);
            String port = line.substring(SAYS.length());

            HttpResponse<String> page = get("http://127.0.0.1:" + port + "/");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy -> assertThat(policy).doesNotContain("unsafe"));
            assertThat(get("http://[::1]:" + port + "/tasks/import-data").body())
                    .contains("\"status\":\"pending\"");
            assertThat(run("--data", directory.toString(), "--port", port)).isEqualTo(1);
            assertThat(text(err))
                    .contains("another process")
                    .contains("uses it")
                    .hasLineCount(1);
            err.reset();
            assertThat(run("--data", sameDataElsewhere().toString(), "--port", port))
                    .isEqualTo(1);
            assertThat(text(err))
                    .contains("Could not listen on 127.0.0.1:" + port)
                    .hasLineCount(1);

            process.destroy(); // as Ctrl-C does
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    private Path sameDataElsewhere() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.createSymbolicLink(other.resolve(file.getFileName()), file);
            }
        }
        return other;
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--port=0",
                        "--data=" + directory)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        }
    }

    private int run(String... words) throws InterruptedException {
        return new Main(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(words);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
