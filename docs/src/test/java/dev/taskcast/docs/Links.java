package dev.taskcast.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The links of a document and the headings that links lead to, as GitHub reads Markdown. */
final class Links {
    private static final Pattern FENCE = Pattern.compile("\\s*(```|~~~).*");
    private static final Pattern CODE = Pattern.compile("(`+).*?(?<!`)\\1(?!`)");
    private static final Pattern HEADING = Pattern.compile(" {0,3}#{1,6}\\s+(.*?)(?:\\s+#+)?\\s*");
    private static final Pattern UNDERLINE = Pattern.compile(" {0,3}(=+|-+)\\s*");
    private static final Pattern LINKED_TEXT = Pattern.compile("!?\\[([^]]*)]\\([^)]*\\)");
    private static final Pattern NOT_IN_A_FRAGMENT = Pattern.compile("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]");

    /** The target of {@code [text](target)}, {@code [name]: target}, and of {@code href}, {@code src} and {@code srcset}. */
    private static final List<Pattern> TARGETS = List.of(
            Pattern.compile("]\\(\\s*<?([^\\s)>]+)"),
            Pattern.compile("^ {0,3}\\[[^]]+]:\\s*<?([^\\s>]+)", Pattern.MULTILINE),
            Pattern.compile("\\b(?:href|src|srcset)=\"([^\"\\s]+)"));

    private static final Pattern ANCHOR = Pattern.compile("<[^>]*\\b(?:id|name)=\"([^\"]+)\"");

    private Links() {}

    /** What the links of this text lead to, in the order of their kinds. Code has no links. */
    static List<String> of(String markdown) {
        String text = CODE.matcher(withoutBlocks(markdown)).replaceAll("");
        List<String> targets = new ArrayList<>();
        for (Pattern kind : TARGETS) {
            Matcher target = kind.matcher(text);
            while (target.find()) {
                targets.add(target.group(1));
            }
        }
        return targets;
    }

    /** What may stand behind the {@code #} of a link to this text. */
    static Set<String> fragmentsOf(String markdown) {
        String text = withoutBlocks(markdown);
        Set<String> fragments = new LinkedHashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        String before = "";
        for (String line : text.lines().toList()) {
            Matcher heading = HEADING.matcher(line);
            String title = heading.matches() ? heading.group(1) : "";
            if (UNDERLINE.matcher(line).matches() && !before.startsWith("|")) {
                title = before;
            }
            if (!title.isBlank()) {
                String fragment = fragment(title);
                int times = seen.merge(fragment, 1, Integer::sum) - 1; // the second one gets -1
                fragments.add(times == 0 ? fragment : fragment + "-" + times);
            }
            before = line.strip();
        }
        Matcher anchor = ANCHOR.matcher(CODE.matcher(text).replaceAll(""));
        while (anchor.find()) {
            fragments.add(anchor.group(1));
        }
        return fragments;
    }

    /** Why a link of a page leads nowhere; empty where it leads somewhere, or out of the project. */
    static String wrong(Path root, Path page, String target) throws IOException {
        if (target.matches("(?i)[a-z][a-z0-9+.-]*:.*|//.*")) {
            return "";
        }
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        String fragment = hash < 0 ? "" : target.substring(hash + 1);
        Path from = root.resolve(page);
        Path file = path.isEmpty() ? from : from.resolveSibling(path).normalize();
        if (path.startsWith("/") || !file.startsWith(root)) {
            return "is not within the project";
        }
        if (!Files.exists(file)) {
            return "there is no such file";
        }
        boolean isChecked = hash >= 0 && file.toString().endsWith(".md");
        return !isChecked || fragmentsOf(Files.readString(file)).contains(fragment) ? "" : "there is no such heading";
    }

    private static String fragment(String title) {
        String words = LINKED_TEXT.matcher(title).replaceAll("$1").toLowerCase(Locale.ROOT);
        return NOT_IN_A_FRAGMENT.matcher(words).replaceAll("").strip().replace(' ', '-');
    }

    /** The lines outside of blocks of code. */
    private static String withoutBlocks(String markdown) {
        StringBuilder text = new StringBuilder();
        boolean isCode = false;
        for (String line : markdown.lines().toList()) {
            boolean isFence = FENCE.matcher(line).matches();
            isCode ^= isFence;
            text.append(isCode || isFence ? "" : line).append('\n');
        }
        return text.toString();
    }
}
