package dev.taskcast.store.jdbc;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.store.Batch;
import dev.taskcast.store.Opening;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.Waiting;
import dev.taskcast.testkit.store.History;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** How fast a store is on this machine: run by hand. Arguments: {@code sqlite} or {@code postgres}, changes a batch, tasks, kept tasks. */
final class Throughput {
    private static final String NODE = "node-1";

    private Throughput() {}

    public static void main(String[] args) throws Exception {
        int changes = Integer.parseInt(args[1]);
        int tasks = Integer.parseInt(args[2]);
        int kept = Integer.parseInt(args[3]);
        if (args[0].equals("sqlite")) {
            Path folder = Files.createTempDirectory("taskcast");
            try (JdbcTaskStore store = JdbcTaskStore.embedded(folder)) {
                measure(store, changes, tasks, kept);
            }
            reopen(JdbcTaskStore.embedded(folder));
            return;
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("synchronous_commit", "on") // the launcher has it off
                .setServerConfig("fsync", "on")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "2GB")
                .start()) {
            try (JdbcTaskStore store = JdbcTaskStore.of(server.getPostgresDatabase())) {
                measure(store, changes, tasks, kept);
            }
            reopen(JdbcTaskStore.of(server.getPostgresDatabase()));
        }
    }

    private static Opening opening(String node, long least) {
        return new Opening(node, least, 1_000, Duration.ofSeconds(10));
    }

    private static void measure(JdbcTaskStore store, int changes, int tasks, int kept) throws InterruptedException {
        History history = new History(store.open(opening(NODE, 7_000_000_000_000_000L)));
        List<Batch> batches = batches(history, changes, tasks, kept);
        run(store, batches.subList(0, batches.size() / 4), false);
        run(store, batches.subList(batches.size() / 4, batches.size()), true);
    }

    private static void reopen(JdbcTaskStore store) {
        long start = System.nanoTime();
        try (store) {
            int rows = store.open(opening("later", 0)).rows().size();
            System.out.printf("Opened with %,d tasks in %,d ms%n", rows, (System.nanoTime() - start) / 1_000_000);
        }
    }

    /** Each task is made, started, completed, and removed when there are too many. */
    private static List<Batch> batches(History history, int changes, int tasks, int kept) {
        List<Batch> batches = new ArrayList<>();
        int count = 0;
        for (int i = 0; i < tasks; i++) {
            String id = "01JD8Z3T9Q" + i;
            history.submit(
                    id,
                    new Command.Register(
                            new TaskIdentity(id, "import", null, null, "ann", List.of()),
                            Terms.DEFAULT,
                            History.payload(i),
                            new Waiting.ForSlot(0, 1_700_000_000_000L, null, null)));
            history.start(id, NODE);
            history.complete(id);
            count += 3;
            if (i >= kept) {
                history.submit("01JD8Z3T9Q" + (i - kept), new Command.Unregister());
                count++;
            }
            if (count >= changes) {
                batches.add(history.batch());
                count = 0;
            }
        }
        return batches;
    }

    private static void run(TaskStore store, List<Batch> batches, boolean tell) throws InterruptedException {
        AtomicBoolean done = new AtomicBoolean();
        long[] flushes = new long[3];
        Thread flusher = new Thread(() -> {
            while (!done.get()) {
                long start = System.nanoTime();
                store.flush();
                long took = System.nanoTime() - start;
                flushes[0]++;
                flushes[1] += took;
                flushes[2] = Math.max(flushes[2], took);
                try {
                    Thread.sleep(500);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        flusher.start();
        long start = System.nanoTime();
        long longest = 0;
        long changes = 0;
        for (Batch batch : batches) {
            long before = System.nanoTime();
            if (!store.journal().append(batch)) {
                throw new AssertionError();
            }
            changes += batch.changes().size();
            longest = Math.max(longest, System.nanoTime() - before);
        }
        long appended = System.nanoTime() - start;
        done.set(true);
        flusher.join();
        long flushing = System.nanoTime();
        store.flush();
        long end = System.nanoTime();
        if (tell) {
            System.out.printf(
                    "%,d changes in %,d batches: %,.0f changes/s, %,.0f batches/s, longest append %,d ms; with the flush %,.0f changes/s;"
                            + " %d flushes of %,d ms, longest %,d ms, last %,d ms%n",
                    changes,
                    batches.size(),
                    changes * 1e9 / appended,
                    batches.size() * 1e9 / appended,
                    longest / 1_000_000,
                    changes * 1e9 / (end - start),
                    flushes[0],
                    flushes[1] / 1_000_000 / Math.max(1, flushes[0]),
                    flushes[2] / 1_000_000,
                    (end - flushing) / 1_000_000);
        }
    }
}
