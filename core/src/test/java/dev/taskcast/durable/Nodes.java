package dev.taskcast.durable;

import dev.taskcast.InvariantsExtension;
import dev.taskcast.TaskManager;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.store.shared.JournalStore;
import dev.taskcast.store.shared.SharedJournal;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Nodes on one journal: started, closed, killed. */
final class Nodes {
    /** Longer than a node of a process that gets little processor is silent. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    private static final Duration SHORT_LEASE = Duration.ofSeconds(1);

    private final InvariantsExtension invariants;
    private final SharedJournal journal;

    Nodes(InvariantsExtension invariants, SharedJournal journal) {
        this.invariants = invariants;
        this.journal = journal;
    }

    /**
     * A manager, and its way to the journal.
     *
     * @param tasks the manager
     * @param store its way
     */
    record Node(TaskManager tasks, JournalStore store) {
        /** From now on nothing that it does reaches the journal. */
        void kill() {
            store.down(true);
        }
    }

    /** For a test in which nodes are killed: others take their runs over a second later. */
    static TaskManagerBuilder soonGone(TaskManagerBuilder builder) {
        return builder.lease(SHORT_LEASE);
    }

    Node start() {
        return start(builder -> builder);
    }

    Node start(UnaryOperator<TaskManagerBuilder> settings) {
        JournalStore store = journal.connect();
        TaskManager tasks = invariants.manager(builder -> settings.apply(builder.store(store)
                .closeTimeout(Duration.ofMillis(50))
                .lease(LEASE)
                .storeTimeout(Duration.ofSeconds(10))));
        return new Node(tasks, store);
    }
}
