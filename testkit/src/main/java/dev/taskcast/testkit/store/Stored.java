package dev.taskcast.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.TaskManager;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.store.Opening;
import dev.taskcast.store.TaskStore;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** What the parts of the contract need, and parts that a store adds. */
public interface Stored {
    /** The name of the node that most tests are. */
    String NODE = "node-1";

    /** Where the positions of a store begin. */
    long LEAST = 7_000_000_000L;

    /**
     * Another way to this test's store: to the same folder, the same database.
     *
     * @return not opened yet
     */
    TaskStore newStore();

    /**
     * Lets go of a store as a crash does: nothing is flushed. Another one can be opened then.
     *
     * @param store opened, and closed by nobody but the test's end
     */
    void crash(TaskStore store);

    /**
     * Has a store closed at the end of the test.
     *
     * @param store any
     * @param <S> what it is
     * @return the same
     */
    <S extends TaskStore> S opened(S store);

    /**
     * What the next node says.
     *
     * @param node its name
     * @return its life begins a million positions after that of the one before
     */
    Opening opening(String node);

    /**
     * What a node says whose clock is another one.
     *
     * @param node its name
     * @param least where its life is to begin
     * @return wants 1,000 transitions, and waits 10 s
     */
    static Opening openingAt(String node, long least) {
        return new Opening(node, least, 1_000, Duration.ofSeconds(10));
    }

    /**
     * Starts a manager with this test's life on another way to the store. Its lease is short, and its close does not wait for
     * handlers.
     *
     * @param settings what else it is to be
     * @return the manager, and what lies between it and the store
     */
    Node start(UnaryOperator<TaskManagerBuilder> settings);

    /**
     * Starts a manager with this test's life on another way to the store.
     *
     * @return the manager, and what lies between it and the store
     */
    default Node start() {
        return start(builder -> builder);
    }

    /**
     * A manager on a store.
     *
     * @param tasks the manager
     * @param store its way to the store
     */
    record Node(TaskManager tasks, FaultyStore store) {}

    /**
     * Ends a manager as the kill of its process does: nothing that it does from now on reaches the store.
     *
     * @param node which
     */
    default void kill(Node node) {
        node.store().down(true);
        crash(node.store().real());
    }

    /**
     * Appends what has been decided.
     *
     * @param store where
     * @param history who has decided
     */
    static void append(TaskStore store, History history) {
        assertThat(store.journal().append(history.batch())).isTrue();
    }
}
