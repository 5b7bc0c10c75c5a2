package dev.taskcast.demo.users;

import dev.taskcast.demo.csv.CsvFile;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compares each user of each system with every other one: the honest way, which takes minutes. */
public final class LookalikeSearch implements TaskHandler {
    private final List<CsvFile> systems;

    /**
     * A search.
     *
     * @param systems the users of each system, as CSV
     */
    public LookalikeSearch(List<Path> systems) {
        this.systems = systems.stream().map(CsvFile::new).toList();
    }

    @Override
    public void run(TaskContext ctx) throws Exception {
        List<String> names = new ArrayList<>();
        for (CsvFile system : systems) {
            ctx.progress("Reading " + system.name());
            try (CsvFile.Rows rows = system.rows()) {
                while (rows.hasNext()) {
                    names.add(User.of(rows.next()).normalized().name());
                }
            }
            ctx.throwIfCanceled();
        }
        ctx.result(count(names, ctx));
    }

    private static long count(List<String> names, TaskContext ctx) {
        Spelling spelling = new Spelling();
        double pairs = names.size() * (names.size() - 1.0) / 2;
        long alike = 0;
        for (int i = 1; i < names.size(); i++) {
            ctx.throwIfCanceled();
            for (int j = 0; j < i; j++) {
                alike += spelling.similar(names.get(i), names.get(j)) ? 1 : 0;
            }
            ctx.progress("Comparing pairs of names, " + alike + " alike", i * (i + 1.0) / 2, pairs);
        }
        return alike;
    }
}
