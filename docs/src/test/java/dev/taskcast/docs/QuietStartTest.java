package dev.taskcast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README starts without a word on standard error, in a JVM that was told nothing. */
final class QuietStartTest {
    @TempDir
    Path folder;

    @Test
    void theJvmWarnsOfNothing() throws Exception {
        String text = Files.readString(Snippet.ROOT.resolve("it/src/it/newcomer/src/main/java/Example.java"));
        String name = Program.compile(text.replace("8080", "0"), folder);
        Path errors = folder.resolve("errors.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        folder + File.pathSeparator + classPath(),
                        name)
                .redirectError(errors.toFile())
                .start();
        try (BufferedReader printed = process.inputReader()) {
            assertThat(printed.readLine()).startsWith("Open "); // it serves by now
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(errors).hasContent("");
    }

    /** The newcomer has no SLF4J: it is here for what else is tested. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("slf4j"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
