package dev.taskcast.demo.users;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.taskcast.demo.csv.CsvFile;
import dev.taskcast.demo.csv.MalformedRowException;
import dev.taskcast.task.ProgressReporter;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Brings the users of several systems together in four steps: read, match, compare with the last sync, write. */
public final class UserSync implements TaskHandler {
    // The steps' weights: about the hundredths of its time that each one takes.
    private static final int READING = 6;
    private static final int MATCHING = 88;
    private static final int COMPARING = 3;
    private static final int WRITING = 3;
    private static final int NORMALIZING = 1;
    private static final int COMPARING_NAMES = 9;

    private final List<CsvFile> systems;
    private final Path snapshot;

    /**
     * A sync.
     *
     * @param systems the users of each system, as CSV
     * @param snapshot the users of all systems, as CSV; each sync writes it anew
     */
    public UserSync(List<Path> systems, Path snapshot) {
        this.systems = systems.stream().map(CsvFile::new).toList();
        this.snapshot = snapshot;
    }

    /**
     * What a sync did.
     *
     * @param users how many people there are
     * @param duplicates records that turned out to be one of them
     * @param added people who were not there at the last sync
     * @param changed people of whom something else is known than at the last sync
     * @param removed people who are gone since the last sync
     */
    public record Summary(int users, int duplicates, int added, int changed, int removed) {}

    @Override
    public void run(TaskContext ctx) throws Exception {
        Sync sync = new Sync(ctx);
        ctx.plan(READING + MATCHING + COMPARING + WRITING);
        ctx.step("Reading the exports", READING, sync::read);
        ctx.step("Matching users", MATCHING, sync::match);
        ctx.step("Comparing with the last sync", COMPARING, sync::compare);
        ctx.step("Writing users", WRITING, sync::write);
        ctx.result(sync.summary());
    }

    /** One run of it; each step goes on with what the one before has left here. */
    private final class Sync {
        private final TaskContext ctx;
        private final List<User> known = new ArrayList<>();
        private List<User> people = List.of();
        private int added;
        private int changed;
        private int removed;

        Sync(TaskContext ctx) {
            this.ctx = ctx;
        }

        void read(ProgressReporter step) throws IOException, MalformedRowException {
            int total = 0;
            for (CsvFile system : systems) {
                total += system.countRows();
            }
            for (CsvFile system : systems) {
                try (CsvFile.Rows rows = system.rows()) {
                    while (rows.hasNext()) {
                        ctx.throwIfCanceled();
                        known.add(User.of(rows.next()));
                        step.progress(system.name(), known.size(), total);
                    }
                }
            }
        }

        void match(ProgressReporter step) throws Exception {
            step.plan(NORMALIZING + COMPARING_NAMES);
            List<User> normalized = new ArrayList<>();
            step.step("normalizing", NORMALIZING, part -> {
                for (User user : part.track("names and phone numbers", known)) {
                    normalized.add(user.normalized());
                }
            });
            Matches matches = new Matches(normalized);
            matches.uniteBy(User::email);
            matches.uniteBy(User::phone);
            step.step("comparing names", COMPARING_NAMES, part -> {
                for (List<Integer> neighbours : part.track("city by city", matches.neighbours())) {
                    matches.uniteSimilar(neighbours);
                }
            });
            people = matches.merged();
        }

        void compare(ProgressReporter step) throws IOException, MalformedRowException {
            Map<String, User> before = last();
            for (User person : step.track("person by person", people)) {
                User old = before.remove(person.id());
                added += old == null ? 1 : 0;
                changed += old == null || old.equals(person) ? 0 : 1;
            }
            removed = before.size();
        }

        private Map<String, User> last() throws IOException, MalformedRowException {
            Map<String, User> users = new HashMap<>();
            if (Files.exists(snapshot)) {
                try (CsvFile.Rows rows = new CsvFile(snapshot).rows()) {
                    while (rows.hasNext()) {
                        ctx.throwIfCanceled();
                        User user = User.of(rows.next());
                        users.put(user.id(), user);
                    }
                }
            }
            return users;
        }

        /** Whole or not at all; the name is this run's own, since a canceled one may still be writing. */
        void write(ProgressReporter step) throws IOException {
            Path part = Files.createTempFile(snapshot.toAbsolutePath().getParent(), "users", ".part");
            try {
                try (CsvWriter csv = CsvWriter.builder().build(part)) {
                    csv.writeRecord(User.COLUMNS);
                    for (User person : step.track("to " + snapshot.getFileName(), people)) {
                        csv.writeRecord(person.fields());
                    }
                }
                Files.move(part, snapshot, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        }

        Summary summary() {
            return new Summary(people.size(), known.size() - people.size(), added, changed, removed);
        }
    }
}
