package dev.taskcast.spring.ahead;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor;

/** What the build of a native image does, but for its compiler: the application is made ahead of time, and run from that on the JVM. */
class AheadOfTimeTest {
    @TempDir
    static Path folder;

    private static String[] arguments() {
        return new String[] {
            "--server.port=0",
            "--spring.main.banner-mode=off",
            "--taskcast.access=loopback",
            "--taskcast.store.folder=" + folder.resolve("store")
        };
    }

    @BeforeAll
    static void process() {
        AbstractAotProcessor.Settings settings = AbstractAotProcessor.Settings.builder()
                .sourceOutput(folder.resolve("sources"))
                .resourceOutput(folder.resolve("resources"))
                .classOutput(folder.resolve("classes"))
                .groupId("example")
                .artifactId("ahead")
                .build();
        var ignored = new SpringApplicationAotProcessor(AheadApplication.class, settings, arguments()).process();
    }

    private static void compile() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(folder.resolve("sources"))) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of(
                    "-proc:none",
                    "-nowarn",
                    "-d",
                    folder.resolve("classes").toString(),
                    "-classpath",
                    System.getProperty("java.class.path") + File.pathSeparator + folder.resolve("classes"));
            assertThat(compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                            .call())
                    .isTrue();
        }
    }

    @Test
    void theApplicationRunsFromWhatWasMadeOfIt() throws Exception {
        compile();
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Dspring.aot.enabled=true",
                "-classpath",
                folder.resolve("classes")
                        + File.pathSeparator
                        + folder.resolve("resources")
                        + File.pathSeparator
                        + System.getProperty("java.class.path"),
                AheadApplication.class.getName()));
        command.addAll(List.of(arguments()));
        Process application =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(application.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(application.waitFor()).as(said).isZero();
        assertThat(said)
                .contains("ahead: true", "\"result\":{\"text\":\"ann 3\"}", "\"id\":\"cleanup\"", "TaskListElement");
    }

    @Test
    void aNativeImageIsToldOfFilesAndHandlers() throws IOException {
        String told = Files.readString(
                        folder.resolve("resources/META-INF/native-image/example/ahead/reachability-metadata.json"))
                .replace("\\/", "/");

        assertThat(told)
                .contains("dev/taskcast/http/client/**", "dev/taskcast/store/jdbc/**")
                .contains("dev.taskcast.spring.ahead.Reports", "dev.taskcast.spring.ahead.Order$Line")
                .contains("dev.taskcast.spring.ahead.Report\"", "org.postgresql.PGNotification");
    }
}
