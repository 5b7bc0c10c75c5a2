package dev.taskcast.benchmarks.durable;

import java.net.URI;
import java.nio.file.Path;

/** Where the jobs of one measurement are stored: an empty database of a PostgreSQL server, or an empty directory. */
sealed interface Place {

    /** As one word, for {@link #parse}. */
    String word();

    /** A database; all are of the user {@code postgres}, who needs no password. */
    record Database(String host, int port, String name) implements Place {

        @Override
        public String word() {
            return "postgresql://postgres@" + host + ":" + port + "/" + name;
        }

        String jdbcUrl() {
            return "jdbc:postgresql://" + host + ":" + port + "/" + name + "?user=postgres";
        }
    }

    /** A directory of its own. */
    record Directory(Path path) implements Place {

        @Override
        public String word() {
            return path.toString();
        }
    }

    static Place parse(String word) {
        if (!word.startsWith("postgresql:")) {
            return new Directory(Path.of(word));
        }
        var uri = URI.create(word);
        return new Database(uri.getHost(), uri.getPort(), uri.getPath().substring(1));
    }
}
