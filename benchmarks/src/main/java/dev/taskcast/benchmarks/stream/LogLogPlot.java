package dev.taskcast.benchmarks.stream;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Curves over two axes in powers of ten, as an SVG that is readable on light and on dark pages. */
final class LogLogPlot {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final int LEFT = 64;
    private static final int RIGHT = 130; // the curves' names
    private static final int TOP = 40;
    private static final int BOTTOM = 40;
    private static final String STYLE = """
            <style>
            text { font: 13px system-ui, sans-serif; fill: #1f2328 }
            .title { font-weight: 600 }
            .grid { stroke: #d1d9e0; stroke-width: 1 }
            .curve { fill: none; stroke-width: 2 }
            .c0 { stroke: #6e7781 } .c1 { stroke: #0969da } .c2 { stroke: #bc4c00 } .c3 { stroke: #1a7f37 }
            @media (prefers-color-scheme: dark) {
              text { fill: #f0f6fc }
              .grid { stroke: #3d444d }
              .c0 { stroke: #9198a1 } .c1 { stroke: #4493f8 } .c2 { stroke: #f0883e } .c3 { stroke: #3fb950 }
            }
            </style>
            """;
    private static final int COLORS = 4;

    private final String title;
    private final Map<String, List<Point>> curves;
    private final Range x;
    private final Range y;

    /** Both above zero. */
    record Point(double x, double y) {}

    /** Whole powers of ten. */
    private record Range(int from, int to) {

        static Range of(Collection<List<Point>> curves, ToDoubleFunction<Point> value) {
            double[] logs = curves.stream()
                    .flatMap(List::stream)
                    .mapToDouble(value)
                    .map(Math::log10)
                    .sorted()
                    .toArray();
            int from = (int) Math.floor(logs[0]);
            return new Range(from, Math.max(from + 1, (int) Math.ceil(logs[logs.length - 1])));
        }

        double part(double value) {
            return (Math.log10(value) - from) / (to - from);
        }
    }

    LogLogPlot(String title, Map<String, List<Point>> curves) {
        this.title = title;
        this.curves = curves;
        x = Range.of(curves.values(), Point::x);
        y = Range.of(curves.values(), Point::y);
    }

    String svg() {
        var svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">%n",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT));
        svg.append("<title>").append(title).append("</title>\n").append(STYLE);
        text(svg, LEFT, TOP - 18, "start\" class=\"title", title);
        for (int power = x.from(); power <= x.to(); power++) {
            double at = xOf(Math.pow(10, power));
            line(svg, at, TOP, at, HEIGHT - BOTTOM);
            text(svg, at, HEIGHT - BOTTOM + 20, "middle", label(power));
        }
        for (int power = y.from(); power <= y.to(); power++) {
            double at = yOf(Math.pow(10, power));
            line(svg, LEFT, at, WIDTH - RIGHT, at);
            text(svg, LEFT - 8, at + 4, "end", label(power));
        }
        appendCurves(svg);
        return svg.append("</svg>\n").toString();
    }

    private void appendCurves(StringBuilder svg) {
        int color = 0;
        double above = Double.NEGATIVE_INFINITY;
        List<Map.Entry<String, List<Point>>> fromTop = curves.entrySet().stream()
                .sorted((a, b) -> Double.compare(
                        b.getValue().getLast().y(), a.getValue().getLast().y()))
                .toList();
        for (Map.Entry<String, List<Point>> curve : curves.entrySet()) {
            svg.append("<polyline class=\"curve c").append(color++ % COLORS).append("\" points=\"");
            for (Point point : curve.getValue()) {
                svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", xOf(point.x()), yOf(point.y())));
            }
            svg.append("\"/>\n");
        }
        for (Map.Entry<String, List<Point>> curve : fromTop) {
            above = Math.max(above + 16, yOf(curve.getValue().getLast().y()) + 4); // names keep their distance
            text(svg, WIDTH - RIGHT + 8, above, "start", curve.getKey());
        }
    }

    private double xOf(double value) {
        return LEFT + x.part(value) * (WIDTH - LEFT - RIGHT);
    }

    private double yOf(double value) {
        return HEIGHT - BOTTOM - y.part(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                x1,
                y1,
                x2,
                y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
    }

    private static String label(int power) {
        return power < 0
                ? String.format(Locale.ROOT, "%." + -power + "f", Math.pow(10, power))
                : String.format(Locale.ROOT, "%,.0f", Math.pow(10, power));
    }
}
