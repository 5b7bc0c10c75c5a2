package dev.taskcast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each piece of code in each document is compiled, run, or looked at as far as can be. */
final class SnippetsTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> everySnippetHolds() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : Pages.all()) {
            List<Snippet> snippets = Snippet.of(page);
            for (Snippet snippet : snippets) {
                tests.add(DynamicTest.dynamicTest(snippet.toString(), () -> holds(snippet, snippets)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests.stream();
    }

    private void holds(Snippet snippet, List<Snippet> page) throws Exception {
        if (!snippet.after("file").isEmpty()) {
            isPartOf(snippet, Snippet.ROOT.resolve(snippet.after("file")));
            return;
        }
        Path own = Files.createDirectory(folder.resolve(snippet.page().getFileName() + "-" + snippet.line()));
        switch (snippet.language()) {
            case "java" -> compiles(snippet, own);
            case "sh" -> new ShellSnippet(snippet).holds(page, own);
            case "xml", "kotlin", "groovy" -> BuildSnippet.holds(snippet);
            case "html", "js", "jsx", "svelte", "vue" -> WebSnippet.holds(snippet, own);
            case "" -> {} // what something prints, or a drawing
            case "mermaid" -> assertThat(snippet.page()).isEqualTo(Path.of("docs/lifecycle.md")); // LifecycleDocTest
            default -> throw new AssertionError("Nothing tries a snippet of this language: " + snippet);
        }
    }

    /** The very lines, at any depth. */
    private static void isPartOf(Snippet snippet, Path file) throws IOException {
        String whole = Files.readString(file);
        boolean isThere = Stream.of("", "    ", "        ")
                .map(indent -> snippet.text().replaceAll("(?m)^(?=.)", indent))
                .anyMatch(whole::contains);
        assertThat(isThere)
                .as("%s is to be in %s, as it stands:%n%s", snippet, file, snippet.text())
                .isTrue();
    }

    private static void compiles(Snippet snippet, Path folder) throws IOException {
        String name = snippet.after("in");
        if (name.isEmpty()) {
            assertThat(snippet.text())
                    .as("%s is to be a whole class, or <!-- snippet: in FRAME --> before it", snippet)
                    .containsPattern("(?m)^(public |final )*(class|record|interface) ");
            Program.compile(snippet.text(), folder);
            return;
        }
        String frame = Files.readString(Path.of("src/test/frames", name + ".java"));
        assertThat(frame).contains("//snippet");
        StringBuilder imports = new StringBuilder();
        StringBuilder code = new StringBuilder();
        snippet.text()
                .lines()
                .forEach(line -> (line.startsWith("import ") ? imports : code)
                        .append(line)
                        .append('\n'));
        Program.compile(imports + frame.replace("//snippet", code), folder);
    }
}
