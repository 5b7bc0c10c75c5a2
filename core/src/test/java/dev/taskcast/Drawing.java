package dev.taskcast;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * A module's packages, as {@code DESIGN.md} shows them: each above those that it uses, with whom it is exported to. There a module is a
 * paragraph of the block between two comments.
 */
final class Drawing {
    private static final Path DESIGN = Path.of("..", "DESIGN.md");
    private static final String BEGIN = "<!-- drawing: begin -->\n```\n";
    private static final String END = "```\n<!-- drawing: end -->";
    private static final int MAX_COLUMNS = 110;

    private final ModuleDescriptor module;
    private final Map<String, Set<String>> arrows;
    private final String root;

    /**
     * Of a module.
     *
     * @param module what it says of itself
     * @param arrows which of its packages uses which
     */
    Drawing(ModuleDescriptor module, Map<String, Set<String>> arrows) {
        this.module = module;
        this.arrows = arrows;
        root = arrows.keySet().stream().reduce(Drawing::common).orElseThrow();
    }

    /** The package that both are in, or are. */
    private static String common(String one, String other) {
        String in = one;
        while (!(other + ".").startsWith(in + ".")) {
            in = in.substring(0, in.lastIndexOf('.'));
        }
        return in;
    }

    /** As it should be. */
    @Override
    public String toString() {
        List<String> packages = arrows.keySet().stream()
                .sorted(Comparator.comparingInt((ToIntFunction<String>) this::height)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        int names = width(packages.stream().map(this::name).toList());
        int exports = width(packages.stream().map(this::exports).toList());
        return head()
                + packages.stream()
                        .map(each -> line(pad(name(each), names) + pad(exports(each), exports), used(each)))
                        .collect(Collectors.joining());
    }

    private String head() {
        List<String> on = module.requires().stream()
                .map(ModuleDescriptor.Requires::name)
                .filter(name -> name.startsWith("dev.taskcast"))
                .sorted()
                .toList();
        return module.name() + (on.isEmpty() ? "" : ", on " + String.join(", ", on)) + "\n";
    }

    private String line(String begin, Set<String> used) {
        StringBuilder text = new StringBuilder();
        StringBuilder line = new StringBuilder("  ").append(begin);
        String sign = "→ ";
        for (String name : used.stream().map(this::name).sorted().toList()) {
            if (line.length() + name.length() > MAX_COLUMNS) {
                text.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(" ".repeat(begin.length() + 4));
            }
            line.append(sign).append(name).append(' ');
            sign = "";
        }
        return text.append(line.toString().stripTrailing()).append('\n').toString();
    }

    private Set<String> used(String by) {
        return arrows.getOrDefault(by, Set.of());
    }

    private int height(String of) {
        return height(of, arrows.size());
    }

    /** How many stand below it, one upon the other. */
    private int height(String of, int most) {
        if (most == 0) {
            throw new IllegalStateException("Packages must have no cycles to be drawn, got: one below " + of);
        }
        return used(of).stream()
                .mapToInt(below -> 1 + height(below, most - 1))
                .max()
                .orElse(0);
    }

    private String name(String of) {
        return of.equals(root) ? root.substring(root.lastIndexOf('.') + 1) : of.substring(root.length() + 1);
    }

    private String exports(String of) {
        return module.exports().stream()
                .filter(each -> each.source().equals(of))
                .map(each -> each.isQualified()
                        ? each.targets().stream().map(Drawing::last).sorted().collect(Collectors.joining(" "))
                        : "all")
                .findAny()
                .orElse("");
    }

    private static String last(String module) {
        return module.substring("dev.taskcast.".length());
    }

    private static int width(List<String> words) {
        return words.stream().mapToInt(String::length).max().orElse(0) + 2;
    }

    private static String pad(String word, int width) {
        return word + " ".repeat(width - word.length());
    }

    /** As it is in {@code DESIGN.md}; empty where it is not. */
    String drawn() throws IOException {
        return Arrays.stream(block(Files.readString(DESIGN)).split("\n\n", -1))
                .map(paragraph -> paragraph.stripTrailing() + "\n")
                .filter(this::isOfThis)
                .findAny()
                .orElse("");
    }

    private boolean isOfThis(String paragraph) {
        return paragraph.startsWith(module.name() + "\n") || paragraph.startsWith(module.name() + ",");
    }

    /** Puts it into {@code DESIGN.md}, in the place of what is there of this module, or else at the end. */
    void draw() throws IOException {
        String design = Files.readString(DESIGN);
        String before = block(design);
        String old = drawn();
        String now = old.isEmpty() ? before + (before.isBlank() ? "" : "\n") + this : before.replace(old, toString());
        Files.writeString(DESIGN, design.replace(BEGIN + before + END, BEGIN + now + END));
    }

    private static String block(String design) {
        int begin = design.indexOf(BEGIN);
        int end = design.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException(
                    "DESIGN.md must have a block between the comments of the drawing, got: none");
        }
        return design.substring(begin + BEGIN.length(), end);
    }
}
