package dev.taskcast.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.http.TaskEndpoint;
import dev.taskcast.spring.HandlesTask;
import dev.taskcast.store.jdbc.JdbcTaskStore;
import dev.taskcast.task.TaskContext;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

/** What a native image is told. */
class TaskcastRuntimeHintsTest {
    private static final List<String> READ_BY_THE_JVM = List.of(".class", "META-INF/", "-INF/MANIFEST.MF");

    record Order(Line line) {
        record Line(int pieces) {}
    }

    record Report(List<Order> orders) {}

    static class Reports {
        @HandlesTask("report")
        List<Report> build(TaskContext task, Order order) {
            return List.of(new Report(List.of(order)));
        }
    }

    /** The files beside the classes of the jar, or of the folder, that a class is in. */
    private static List<String> filesBeside(Class<?> one) throws IOException, URISyntaxException {
        Path place =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) {
            return filesIn(place);
        }
        try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place.toUri()), Map.of())) {
            return filesIn(jar.getPath("/"));
        }
    }

    private static List<String> filesIn(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> READ_BY_THE_JVM.stream().noneMatch(name::contains))
                    .toList();
        }
    }

    private static RuntimeHints hints() {
        RuntimeHints hints = new RuntimeHints();
        new TaskcastRuntimeHints().registerHints(hints, TaskcastRuntimeHintsTest.class.getClassLoader());
        return hints;
    }

    @Test
    void allFilesOfTheEndpointAndOfTheStoreAreThere() throws Exception {
        RuntimeHints hints = hints();
        List<String> ofEndpoint = filesBeside(TaskEndpoint.class);
        List<String> ofStore = filesBeside(JdbcTaskStore.class);
        assertThat(ofEndpoint).contains("dev/taskcast/http/client/elements.js").hasSizeGreaterThan(20);
        assertThat(ofStore).contains("dev/taskcast/store/jdbc/sqlite/001.sql").hasSizeGreaterThan(5);

        assertThat(Stream.concat(ofEndpoint.stream(), ofStore.stream()))
                .allMatch(file ->
                        RuntimeHintsPredicates.resource().forResource(file).test(hints));
    }

    @Test
    void theDriverIsFoundByName() throws ClassNotFoundException {
        for (String name : List.of("org.postgresql.PGConnection", "org.postgresql.PGNotification")) {
            assertThat(RuntimeHintsPredicates.reflection()
                            .onType(Class.forName(name))
                            .withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
                    .accepts(hints());
        }
    }

    @Test
    void methodsThatHandleTasksAreCalledAndTheirPayloadsAndResultsMapped() throws Exception {
        RuntimeHints hints = new RuntimeHints();
        new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Reports.class);

        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(Reports.class.getDeclaredMethod("build", TaskContext.class, Order.class)))
                .accepts(hints);
        for (Class<?> mapped : List.of(Order.class, Order.Line.class, Report.class)) {
            assertThat(RuntimeHintsPredicates.reflection()
                            .onType(mapped)
                            .withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
                    .as(mapped.toString())
                    .accepts(hints);
        }
        assertThat(RuntimeHintsPredicates.reflection().onType(TaskContext.class).test(hints))
                .as("which is no payload")
                .isFalse();
    }
}
