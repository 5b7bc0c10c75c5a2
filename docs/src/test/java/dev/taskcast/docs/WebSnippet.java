package dev.taskcast.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Code for a browser: what it loads and which elements it uses are there, and it can be parsed. */
final class WebSnippet {
    private static final Path WEB = Snippet.ROOT.resolve("web");
    private static final Pattern SERVED = Pattern.compile("/tasks/client/([a-z/-]+\\.js)");
    private static final Pattern NAMES =
            Pattern.compile("import \\{([^}]*)} from ['\"](taskcast[a-z/]*|/tasks/client/[a-z/-]+\\.js)['\"]");
    private static final Pattern ELEMENT = Pattern.compile("<(task-[a-z]+)");

    private static final Pattern DEFINED = Pattern.compile("'(task-[a-z]+)': ");

    private WebSnippet() {}

    static void holds(Snippet snippet, Path folder) throws IOException, InterruptedException {
        Matcher served = SERVED.matcher(snippet.text());
        while (served.find()) {
            assertThat(WEB.resolve("src").resolve(served.group(1)))
                    .as("%s", snippet)
                    .exists();
        }
        Matcher names = NAMES.matcher(snippet.text());
        while (names.find()) {
            String types = Files.readString(types(names.group(2)));
            for (String name : names.group(1).split(",", -1)) {
                String imported = name.strip().replaceFirst(" as .*", "");
                assertThat(imported.isEmpty()
                                || Pattern.compile("export [^;]*\\b" + imported + "\\b")
                                        .matcher(types)
                                        .find())
                        .as("%s: %s is exported by %s", snippet, imported, names.group(2))
                        .isTrue();
            }
        }
        Matcher element = ELEMENT.matcher(snippet.text());
        while (element.find()) {
            assertThat(elements()).as("%s", snippet).contains(element.group(1));
        }
        if (!snippet.language().equals("html")) {
            isParsed(snippet, folder);
        }
    }

    private static Path types(String module) {
        String name = module.replaceFirst("^/tasks/client/|^taskcast/?", "").replaceFirst("\\.js$", "");
        String file = switch (name) {
            case "" -> "task-event-source";
            case "svelte", "react", "vue" -> name + "/index";
            default -> name;
        };
        return WEB.resolve("src").resolve(file + ".d.ts");
    }

    private static Set<String> elements() throws IOException {
        Set<String> elements = new TreeSet<>();
        Matcher defined = DEFINED.matcher(Files.readString(WEB.resolve("src/elements.js")));
        while (defined.find()) {
            elements.add(defined.group(1));
        }
        return elements;
    }

    /** By the compilers of the browser side's own tests, where they are installed. */
    private static void isParsed(Snippet snippet, Path folder) throws IOException, InterruptedException {
        assumeTrue(Files.exists(WEB.resolve("node_modules/typescript")), "npm ci in web/ was not run");
        Path file = Files.writeString(folder.resolve("snippet." + snippet.language()), snippet.text());
        Path printed = folder.resolve("printed.txt");
        Process node = new ProcessBuilder(
                        "node",
                        Path.of("src/test/js/parse.mjs").toAbsolutePath().toString(),
                        file.toString())
                .directory(WEB.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue())
                .as("%s: %s", snippet, Files.readString(printed))
                .isZero();
    }
}
