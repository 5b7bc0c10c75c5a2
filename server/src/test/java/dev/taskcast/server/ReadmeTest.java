package dev.taskcast.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.testkit.http.RawClient;
import dev.taskcast.testkit.http.Watcher;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README compiles, runs, and does what the README says. */
final class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("public class (\\w+)");

    @TempDir
    Path directory;

    @Test
    void theProgramInTheReadmeCountsPrimesForEveryoneToSee() throws Exception {
        int port = freePort();
        String program = first(BLOCK, Files.readString(Path.of("../README.md")));
        assertThat(program).contains("8080");
        String name = compile(program.replace("8080", String.valueOf(port)));
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            Method main = loader.loadClass(name).getMethod("main", String[].class);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            Thread thread = Thread.ofPlatform().daemon().start(() -> run(main, failure));
            await().atMost(Duration.ofSeconds(20)).until(() -> thread.getState() == Thread.State.WAITING);
            try (Watcher watcher = new Watcher(port)) {
                assertThat(watcher.await("count-primes", "\"status\":\"completed\"")
                                .data())
                        .contains("\"result\":17984");
                assertThat(RawClient.ask(port, "POST", "/tasks/count-primes/start")
                                .body())
                        .contains("started");
                watcher.await("count-primes", "\"status\":\"running\"");
                thread.interrupt();
                assertThat(watcher.untilEnd().getLast().field("retry: ")).isNotEmpty();
            }
            assertThat(thread.join(Duration.ofSeconds(15))).isTrue();
            assertThat(failure.get()).hasCauseInstanceOf(InterruptedException.class);
        }
        Stuck.awaitNoThreads();
    }

    @Test
    void theSecondExampleCompilesWithinAProgram() throws Exception {
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("../README.md")));
        assertThat(blocks.find()).isTrue();
        assertThat(blocks.find()).isTrue();
        String imports = "import dev.taskcast.*;import dev.taskcast.task.*;import java.nio.file.*;";
        assertThat(compile(imports + "public class Typed { static void go(TaskManager tasks) throws Exception {\n"
                        + blocks.group(1) + "} }"))
                .isEqualTo("Typed");
    }

    private static void run(Method main, AtomicReference<Throwable> failure) {
        try {
            main.invoke(null, (Object) new String[0]);
        } catch (InvocationTargetException | IllegalAccessException e) {
            failure.set(e);
        }
    }

    /** Compiles it; the name of its class. */
    private String compile(String program) throws IOException {
        String name = first(NAME, program);
        Path source = Files.writeString(directory.resolve(name + ".java"), program);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter problems = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-proc:none", "-d", directory.toString(), "-cp", System.getProperty("java.class.path"));
            boolean compiled = compiler.getTask(problems, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(problems.toString()).isTrue();
        }
        return name;
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(pattern.toString()).isTrue();
        return matcher.group(1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
