package dev.taskcast.demo.users;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.taskcast.demo.csv.CsvFile;
import dev.taskcast.demo.csv.MalformedRowException;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Brings the users of several systems together in four steps: read, match, compare with the last sync, write. */
public final class UserSync implements TaskHandler {
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
        List<User> known = read(new Step(ctx, 1, "Reading the exports"));
        List<User> people = match(known, new Step(ctx, 2, "Matching users"));
        Summary summary = compare(known, people, new Step(ctx, 3, "Comparing with the last sync"));
        write(people, new Step(ctx, 4, "Writing users"));
        ctx.result(summary);
    }

    private List<User> read(Step step) throws IOException, MalformedRowException {
        int total = 0;
        for (CsvFile system : systems) {
            total += system.countRows();
        }
        List<User> users = new ArrayList<>();
        for (CsvFile system : systems) {
            try (CsvFile.Rows rows = system.rows()) {
                while (rows.hasNext()) {
                    users.add(User.of(rows.next()));
                    step.done(users.size(), total);
                }
            }
        }
        return users;
    }

    private static List<User> match(List<User> known, Step step) {
        List<User> normalized = new ArrayList<>();
        for (User user : known) {
            normalized.add(user.normalized());
            step.done(normalized.size(), 5 * known.size());
        }
        Matches matches = new Matches(normalized);
        matches.uniteBy(User::email);
        matches.uniteBy(User::phone);
        Collection<List<Integer>> blocks = matches.neighbours();
        int compared = 0;
        for (List<Integer> neighbours : blocks) {
            matches.uniteSimilar(neighbours);
            step.done(blocks.size() + 4 * ++compared, 5 * blocks.size());
        }
        return matches.merged();
    }

    private Summary compare(List<User> known, List<User> people, Step step) throws IOException, MalformedRowException {
        Map<String, User> before = last();
        int had = before.size();
        int same = 0;
        int added = 0;
        for (int i = 0; i < people.size(); i++) {
            User old = before.remove(people.get(i).id());
            added += old == null ? 1 : 0;
            same += people.get(i).equals(old) ? 1 : 0;
            step.done(i + 1, people.size());
        }
        int removed = before.size();
        return new Summary(people.size(), known.size() - people.size(), added, had - removed - same, removed);
    }

    private Map<String, User> last() throws IOException, MalformedRowException {
        Map<String, User> users = new HashMap<>();
        if (Files.exists(snapshot)) {
            try (CsvFile.Rows rows = new CsvFile(snapshot).rows()) {
                while (rows.hasNext()) {
                    User user = User.of(rows.next());
                    users.put(user.id(), user);
                }
            }
        }
        return users;
    }

    /** Whole or not at all; the name is this run's own, since a canceled one may still be writing. */
    private void write(List<User> people, Step step) throws IOException {
        Path part = Files.createTempFile(snapshot.toAbsolutePath().getParent(), "users", ".part");
        try {
            try (CsvWriter csv = CsvWriter.builder().build(part)) {
                csv.writeRecord(User.COLUMNS);
                for (int i = 0; i < people.size(); i++) {
                    csv.writeRecord(people.get(i).fields());
                    step.done(i + 1, people.size());
                }
            }
            Files.move(part, snapshot, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** One of the four steps: a quarter of the bar. */
    private record Step(TaskContext ctx, int number, String message) {
        private static final int STEPS = 4;

        Step(TaskContext ctx, int number, String message) {
            this.ctx = ctx;
            this.number = number;
            this.message = "Step " + number + " of " + STEPS + ": " + message;
        }

        void done(int current, int total) {
            ctx.throwIfCanceled();
            ctx.progress(message, number - 1 + (double) current / total, STEPS);
        }
    }
}
