package dev.taskcast.benchmarks.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws what {@link Scale} has printed. Arguments: the file of it, and the directory for a {@code scale-AXIS.svg} each. */
final class ScalePlots {

    private static final Map<String, String> TITLES = Map.of(
            "tasks", "Server µs per event, by tasks that are registered",
            "history", "Server µs per event, by events of the past that are kept",
            "viewers", "Server µs per frame, by viewers");

    private ScalePlots() {}

    public static void main(String[] args) throws IOException {
        Path directory = Files.createDirectories(Path.of(args[1]));
        for (Map.Entry<String, String> plot :
                draw(Files.readAllLines(Path.of(args[0]))).entrySet()) {
            Files.writeString(directory.resolve("scale-" + plot.getKey() + ".svg"), plot.getValue());
        }
    }

    /** An SVG for each axis; lines that are none of the table's are passed over. */
    static Map<String, String> draw(List<String> lines) {
        Map<String, Map<String, List<LogLogPlot.Point>>> axes = new LinkedHashMap<>();
        for (String line : lines) {
            String[] cells = line.split(",", -1);
            if (cells.length == 4 && TITLES.containsKey(cells[0])) {
                axes.computeIfAbsent(cells[0], key -> new LinkedHashMap<>())
                        .computeIfAbsent(cells[2], key -> new ArrayList<>())
                        .add(new LogLogPlot.Point(Double.parseDouble(cells[1]), Double.parseDouble(cells[3])));
            }
        }
        Map<String, String> plots = new LinkedHashMap<>();
        axes.forEach((axis, curves) -> plots.put(axis, new LogLogPlot(TITLES.getOrDefault(axis, axis), curves).svg()));
        return plots;
    }
}
