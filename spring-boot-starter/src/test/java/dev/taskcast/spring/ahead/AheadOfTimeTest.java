package dev.taskcast.spring.ahead;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
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

    private static Object call(Class<?> application, String name) throws ReflectiveOperationException {
        return application.getMethod(name).invoke(null);
    }

    @Test
    void theApplicationRunsFromWhatWasMadeOfIt() throws Exception {
        compile();
        Files.writeString(folder.resolve("classes/spring.properties"), "spring.aot.enabled=true");
        List<URL> places = new ArrayList<>();
        places.add(folder.resolve("classes").toUri().toURL());
        places.add(folder.resolve("resources").toUri().toURL());
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            places.add(Path.of(place).toUri().toURL());
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            Class<?> application = loader.loadClass(AheadApplication.class.getName());
            try {
                application.getMethod("main", String[].class).invoke(null, (Object) arguments());
                Class<?> detector = loader.loadClass("org.springframework.aot.AotDetector");

                assertThat(call(detector, "useGeneratedArtifacts")).isEqualTo(true);
                assertThat((String) call(application, "submit"))
                        .contains("\"result\":{\"text\":\"ann 3\"}", "\"id\":\"cleanup\"", "TaskListElement");
            } finally {
                Object ignored = call(application, "stop");
            }
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
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
