package dev.taskcast.docs;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The project's documents. */
final class Pages {
    private static final Set<String> NOT_OURS = Set.of("node_modules", "target", "dist", ".git");

    private Pages() {}

    /** From the root of the project, in order. */
    static List<Path> all() throws IOException {
        List<Path> pages = new ArrayList<>();
        Files.walkFileTree(Snippet.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean isOurs = !NOT_OURS.contains(String.valueOf(folder.getFileName()));
                return isOurs ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    pages.add(Snippet.ROOT.relativize(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return pages.stream().sorted().toList();
    }

    /** The version of this project, as its POM says. */
    static String version() throws IOException {
        String pom = Files.readString(Snippet.ROOT.resolve("pom.xml"));
        int from = pom.indexOf("<version>") + "<version>".length();
        return pom.substring(from, pom.indexOf("</version>", from));
    }
}
