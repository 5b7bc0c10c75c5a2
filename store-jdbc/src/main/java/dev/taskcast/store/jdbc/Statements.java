package dev.taskcast.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The SQL of a dialect, with the tables' prefix put in: from the file of all dialects, and from its own. */
final class Statements {
    private static final String NAME = "-- :name ";

    private final String folder;
    private final Place place;
    private final Map<String, String> byName;

    private Statements(String folder, Place place) {
        this.folder = folder;
        this.place = place;
        byName = parse(read("statements.sql"));
        parse(read(folder + "/statements.sql")).forEach((name, sql) -> {
            if (byName.put(name, sql) != null) {
                throw new IllegalStateException("A statement is of all dialects or of one, got both of: " + name);
            }
        });
    }

    static Statements of(String dialect, Place place) {
        return new Statements(dialect, place);
    }

    String get(String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }

    /** The statements that lead to a version of the tables. */
    List<String> migration(int version) {
        String script = read("%s/%03d.sql".formatted(folder, version));
        String code = String.join(
                "\n", script.lines().filter(line -> !line.startsWith("--")).toList());
        return Stream.of(code.split(";\n", -1))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /** The name of a table, as SQL has it. */
    String table(String name) {
        return place.qualifier() + name;
    }

    /** What hints are sent to: one for each set of tables. */
    String channel() {
        return place.channel();
    }

    private static Map<String, String> parse(String file) {
        Map<String, String> statements = new HashMap<>();
        for (String part : file.substring(NAME.length()).split("\n" + NAME, -1)) {
            int end = part.indexOf('\n');
            statements.put(part.substring(0, end).strip(), part.substring(end).strip());
        }
        return statements;
    }

    private String read(String file) {
        try (InputStream in = Statements.class.getResourceAsStream(file)) {
            String text = new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
            return text.replace("'${prefix}version'", place.literal("version"))
                    .replace("${prefix}", place.qualifier())
                    .replace("${channel}", channel());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
