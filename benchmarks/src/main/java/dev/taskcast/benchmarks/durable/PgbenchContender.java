package dev.taskcast.benchmarks.durable;

import dev.taskcast.benchmarks.process.Child;
import dev.taskcast.benchmarks.process.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The limit of what a worker can do on PostgreSQL: claim a batch and complete it, two transactions, and nothing else. The
 * jobs' payloads stay in the server.
 */
final class PgbenchContender implements Contender {

    private static final int CLIENTS = 2;
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without initial connection time\\)");

    private static final String CLAIM = """
            WITH claimed AS (
              UPDATE jobs SET state = 1 WHERE id IN (
                SELECT id FROM jobs WHERE state = 0 ORDER BY id LIMIT :batch FOR UPDATE SKIP LOCKED)
              RETURNING id)
            SELECT quote_literal(array_agg(id)) AS ids FROM claimed \\gset
            """;

    private final int batch;
    private final Completion completion;

    /** What becomes of a job that has run. */
    enum Completion {
        KEEPS("UPDATE jobs SET state = 2 WHERE id = ANY (:ids::bigint[]);"),
        DELETES("DELETE FROM jobs WHERE id = ANY (:ids::bigint[]);");

        private final String sql;

        Completion(String sql) {
            this.sql = sql;
        }
    }

    PgbenchContender(int batch, Completion completion) {
        this.batch = batch;
        this.completion = completion;
    }

    @Override
    public String label() {
        return "(bound) claim " + batch + (completion == Completion.KEEPS ? ", then update" : ", then delete");
    }

    @Override
    public Set<Measure> measures() {
        return EnumSet.of(Measure.EXECUTE);
    }

    @Override
    public Optional<String> obstacle() {
        return Programs.find("pgbench").isPresent() ? Optional.empty() : Optional.of("there is no pgbench on the PATH");
    }

    @Override
    public Map<String, Double> measure(Measure measure, Place place, Load load) throws Exception {
        if (!(place instanceof Place.Database database)) {
            throw new IllegalArgumentException("place must be a database, got: " + place);
        }
        PostgresServer.run(
                database,
                "CREATE TABLE jobs (id bigint PRIMARY KEY, state smallint NOT NULL, payload text NOT NULL)",
                "INSERT INTO jobs SELECT id, 0, repeat('x', 190) FROM generate_series(1, " + load.jobs() + ") id",
                "CREATE INDEX ON jobs (id) WHERE state = 0");
        PostgresServer.settle(place);
        Path script = Files.createTempFile("claim", ".sql");
        try {
            Files.writeString(script, CLAIM + completion.sql + "\n");
            return Map.of("jobs/s", transactions(script, database, load.jobs()) * batch);
        } finally {
            Files.delete(script);
        }
    }

    private double transactions(Path script, Place.Database database, int jobs) throws Exception {
        int each = Math.max(1, jobs / batch / CLIENTS);
        String output = String.join(
                "\n",
                new Child(List.of(
                                "pgbench",
                                "--no-vacuum",
                                "--client=" + CLIENTS,
                                "--define=batch=" + batch,
                                "--transactions=" + each,
                                "--file=" + script,
                                database.word()))
                        .lines());
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) {
            throw new IllegalStateException("pgbench must print its rate, got: " + output);
        }
        return Double.parseDouble(rate.group(1));
    }
}
