package dev.taskcast.benchmarks.durable;

import dev.taskcast.benchmarks.process.Child;
import dev.taskcast.benchmarks.process.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** graphile-worker, by a script for Node. */
final class GraphileContender implements Contender {

    private final Path directory;
    private final String label;
    private final Set<Measure> measures;
    private final String tuning;

    private GraphileContender(Path directory, String label, Set<Measure> measures, String tuning) {
        this.directory = directory;
        this.label = label;
        this.measures = measures;
        this.tuning = tuning;
    }

    /** With the settings that its documentation has for most jobs a second, and a larger local queue; by a directory's script. */
    static List<Contender> all(Path directory) {
        Set<Measure> measures =
                EnumSet.of(Measure.EXECUTE, Measure.EACH, Measure.BATCHES, Measure.ALONE, Measure.LATENCY);
        return List.of(
                new GraphileContender(directory, "graphile-worker", measures, "{}"),
                new GraphileContender(
                        directory,
                        "graphile-worker, local queue of 2,000",
                        EnumSet.of(Measure.EXECUTE),
                        "{\"localQueue\": {\"size\": 2000}}"));
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Set<Measure> measures() {
        return measures;
    }

    @Override
    public double share(Measure measure) {
        return measure == Measure.EACH ? 0.1 : 1;
    }

    @Override
    public void install() throws Exception {
        if (Programs.find("npm").isPresent()) {
            new Child(List.of("npm", "ci", "--no-audit", "--no-fund", "--prefix", directory.toString())).lines();
        }
    }

    @Override
    public Optional<String> obstacle() {
        if (Programs.find("node").isEmpty()) {
            return Optional.of("there is no node on the PATH");
        }
        return Files.isDirectory(directory.resolve("node_modules"))
                ? Optional.empty()
                : Optional.of("it is not installed: npm ci in " + directory + ", or --install");
    }

    @Override
    public Map<String, Double> measure(Measure measure, Place place, Load load) throws Exception {
        if (measure.isExecution()) {
            run("fill", place, load);
            PostgresServer.settle(place);
        }
        return run(measure.step(), place, load);
    }

    private Map<String, Double> run(String step, Place place, Load load) throws Exception {
        String script = directory.resolve("queue.js").toString();
        String warmUp = String.valueOf(load.warmUp());
        String jobs = String.valueOf(load.jobs());
        return new Child(List.of("node", script, step, place.word(), warmUp, jobs, tuning)).figures();
    }
}
