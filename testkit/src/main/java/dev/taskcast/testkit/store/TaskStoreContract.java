package dev.taskcast.testkit.store;

import dev.taskcast.TaskManager;
import dev.taskcast.TaskManagerBuilder;
import dev.taskcast.store.Opening;
import dev.taskcast.store.TaskStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/**
 * What every store must pass, durable or not. One whose tasks outlive the process extends {@link DurableStoreContract} or
 * {@link SharedStoreContract} instead, which have more.
 */
public abstract class TaskStoreContract implements LifeContract, TextContract, SeriesOfTasksContract {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<TaskStore> stores = new ArrayList<>();
    private final List<TaskManager> managers = new ArrayList<>();
    private int lives;

    /** A test of a store. */
    protected TaskStoreContract() {}

    @Override
    public final <S extends TaskStore> S opened(S store) {
        stores.add(store);
        return store;
    }

    @Override
    public final Opening opening(String node) {
        return Stored.openingAt(node, LEAST + 1_000_000L * lives++);
    }

    @Override
    public final Node start(UnaryOperator<TaskManagerBuilder> settings) {
        FaultyStore store = new FaultyStore(newStore());
        TaskManagerBuilder builder = TaskManager.builder()
                .store(store)
                .closeTimeout(Duration.ofMillis(50))
                .lease(Duration.ofSeconds(1))
                .startTimeout(PATIENCE)
                .storeTimeout(PATIENCE);
        TaskManager tasks = settings.apply(builder).build();
        managers.add(tasks);
        return new Node(tasks, store);
    }

    @AfterEach
    final void closeAll() {
        managers.forEach(TaskManager::close);
        stores.forEach(TaskStore::close);
    }
}
