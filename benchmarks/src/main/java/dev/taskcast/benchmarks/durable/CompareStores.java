package dev.taskcast.benchmarks.durable;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Measures all contenders in turn, so many times over, and prints the medians as tables. Options:
 *
 * <ul>
 *   <li>{@code --measures=execute,submit,embedded,latency}
 *   <li>{@code --jobs=60000}: those that slow contenders get are fewer
 *   <li>{@code --warm-up=60000}: jobs before them that are not measured; as many as these unless set
 *   <li>{@code --rounds=5}
 *   <li>{@code --contenders=WORD,…}: parts of their labels
 *   <li>{@code --install}: runs {@code npm ci} for graphile-worker where it has yet to be
 * </ul>
 *
 * The directory of the script for graphile-worker is the system property {@code taskcast.graphile}.
 */
final class CompareStores {

    private final Options options;
    private final PostgresServer server;
    private final Results results = new Results();

    private CompareStores(Options options, PostgresServer server) {
        this.options = options;
        this.server = server;
    }

    public static void main(String[] args) throws Exception {
        Options options = Options.parse(args);
        try (PostgresServer server = PostgresServer.start()) {
            System.out.println("# " + server.description());
            new CompareStores(options, server).compare(ready(options));
        }
    }

    /** In the order of the tables' rows: ratios are to the first. */
    private static List<Contender> all() {
        List<Contender> all = new ArrayList<>();
        all.addAll(JavaContender.ALL);
        all.addAll(GraphileContender.all(Path.of(System.getProperty("taskcast.graphile", "benchmarks/graphile"))));
        all.add(new PgbenchContender(100, PgbenchContender.Completion.KEEPS));
        all.add(new PgbenchContender(1_000, PgbenchContender.Completion.KEEPS));
        all.add(new PgbenchContender(1_000, PgbenchContender.Completion.DELETES));
        return all;
    }

    private static List<Contender> ready(Options options) throws Exception {
        List<Contender> ready = new ArrayList<>();
        for (Contender contender : all()) {
            if (options.wants(contender)) {
                if (options.install() && contender.obstacle().isPresent()) {
                    contender.install();
                }
                Optional<String> obstacle = contender.obstacle();
                obstacle.ifPresent(why -> System.out.println("# left out: " + contender.label() + ": " + why));
                if (obstacle.isEmpty()) {
                    ready.add(contender);
                }
            }
        }
        return ready;
    }

    private void compare(List<Contender> contenders) throws Exception {
        for (Measure measure : options.measures()) {
            for (int round = 0; round < options.rounds(); round++) {
                for (Contender contender : contenders) {
                    if (contender.measures().contains(measure)) {
                        measure(measure, contender);
                    }
                }
            }
        }
        System.out.print(results.tables());
    }

    private void measure(Measure measure, Contender contender) throws Exception {
        // One caller alone waits for the disk for each job: a twentieth is as much as the others do in the time.
        Load load = options.load().part(measure == Measure.ALONE ? 0.05 : contender.share(measure));
        try {
            Map<String, Double> figures =
                    measure.isEmbedded() ? inDirectory(contender, measure, load) : inDatabase(contender, measure, load);
            System.out.println("# " + measure.step() + " " + contender.label() + " " + figures);
            results.add(measure, contender.label(), figures);
        } catch (IOException e) {
            // One that fails costs the others nothing of a long run.
            System.out.println("# failed: " + measure.step() + " " + contender.label() + ": " + e.getMessage());
        }
    }

    private Map<String, Double> inDatabase(Contender contender, Measure measure, Load load) throws Exception {
        Place.Database database = server.create();
        try {
            return contender.measure(measure, database, load);
        } finally {
            server.drop(database);
        }
    }

    private static Map<String, Double> inDirectory(Contender contender, Measure measure, Load load) throws Exception {
        Path directory = Files.createTempDirectory("taskcast-jobs");
        try {
            return contender.measure(measure, new Place.Directory(directory), load);
        } finally {
            Files.walkFileTree(directory, new Deletion());
        }
    }

    /** Of all that is in a directory, and itself. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
