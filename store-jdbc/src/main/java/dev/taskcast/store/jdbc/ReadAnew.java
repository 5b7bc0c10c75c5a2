package dev.taskcast.store.jdbc;

import dev.taskcast.store.Opened;
import java.util.Set;
import java.util.function.Consumer;

/** Reads all that is there once more, for a node that the journal no longer reaches back to. */
final class ReadAnew {
    private final Database database;
    private final Flusher flusher;
    private final Gone gone;
    private final LineTable lines;
    private final ProgressTable progress;

    ReadAnew(Database database, Flusher flusher, Gone gone, LineTable lines, ProgressTable progress) {
        this.database = database;
        this.flusher = flusher;
        this.gone = gone;
        this.lines = lines;
        this.progress = progress;
    }

    /** Reads, while nothing is flushed; {@code then} takes what the tables lack. */
    Opened read(int ended, long payloadBytes, Consumer<Unflushed> then) {
        return flusher.paused(() -> {
            Unflushed lacking = new Unflushed();
            Opened anew = new Loader(database, lacking, gone, lines).load(0, ended, payloadBytes, Set.of());
            progress.runs(anew.rows());
            then.accept(lacking);
            return anew;
        });
    }
}
