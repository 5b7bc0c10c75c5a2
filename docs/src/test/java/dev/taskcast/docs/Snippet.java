package dev.taskcast.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of code in a document, and how it is to be tried: what the comment before it says, {@code <!-- snippet: … -->}.
 *
 * <ul>
 *   <li>{@code in NAME}: compiled within {@code docs/src/test/frames/NAME.java}, where {@code //snippet} stands
 *   <li>{@code file PATH}: it is a part of that file, which is compiled and tried by itself
 *   <li>{@code against the program above}: its commands are run while that program runs
 *   <li>{@code not run: WHY}: only its syntax is looked at
 * </ul>
 *
 * Without a comment, Java is a whole class, and everything else is looked at as far as can be.
 *
 * @param page where it is, from the root of the project
 * @param line of its first line of code
 * @param language as the block says; empty for text that is no code
 * @param how the comment's words; empty where there is none
 * @param text the code
 */
record Snippet(Path page, int line, String language, String how, String text) {
    /** Of the project: tests run in their module's folder. */
    static final Path ROOT = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());

    private static final Pattern FENCE = Pattern.compile("(\\s*)```(\\w*)\\s*");
    private static final Pattern HOW = Pattern.compile("\\s*<!-- snippet: (.*) -->\\s*");

    /** Those of a document, in order. */
    static List<Snippet> of(Path page) throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve(page));
        List<Snippet> snippets = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Matcher open = FENCE.matcher(lines.get(i));
            if (open.matches()) {
                Matcher how = HOW.matcher(i == 0 ? "" : lines.get(i - 1));
                int begin = i + 1;
                StringBuilder text = new StringBuilder();
                for (i = begin; !FENCE.matcher(lines.get(i)).matches(); i++) {
                    text.append(lines.get(i)
                                    .substring(Math.min(
                                            open.group(1).length(), lines.get(i).length())))
                            .append('\n');
                }
                snippets.add(new Snippet(
                        page, begin + 1, open.group(2), how.matches() ? how.group(1) : "", text.toString()));
            }
        }
        return snippets;
    }

    /** What the comment says after this word; empty where it says something else. */
    String after(String word) {
        return how.startsWith(word + " ") ? how.substring(word.length() + 1) : "";
    }

    @Override
    public String toString() {
        return page + ":" + line + " " + language;
    }
}
