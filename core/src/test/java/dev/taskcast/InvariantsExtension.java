package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Checks after each test what must hold whatever it did: what a {@link Recorder} saw obeys {@link Invariants}, and once
 * all managers are closed none of our threads is left. Register it in a field with {@code @RegisterExtension}.
 */
public final class InvariantsExtension implements AfterEachCallback {
    private final List<Thread> threadsBefore = threads(); // of a test before this one that failed
    private final List<TaskManager> managers = new CopyOnWriteArrayList<>(); // worlds are made side by side
    private final List<Recorder> recorders = new CopyOnWriteArrayList<>();

    /**
     * A manager that is closed after the test.
     *
     * @return with defaults
     */
    public TaskManager manager() {
        return manager(builder -> builder);
    }

    /**
     * A manager that is closed after the test.
     *
     * @param settings sets what is to differ from the defaults
     * @return the manager
     */
    public TaskManager manager(UnaryOperator<TaskManagerBuilder> settings) {
        TaskManager tasks = settings.apply(TaskManager.builder()).build();
        managers.add(tasks);
        return tasks;
    }

    /**
     * A recorder of all changes from now on, whose record is checked after the test.
     *
     * @param tasks of this manager
     * @return subscribed
     */
    @SuppressWarnings("resource") // the manager's close ends it
    public Recorder record(TaskManager tasks) {
        Recorder recorder = watch(new Recorder());
        tasks.subscribe(recorder);
        return recorder;
    }

    /**
     * A recorder whose record is checked after the test.
     *
     * @param recorder gets its changes from somewhere
     * @return the same
     */
    public Recorder watch(Recorder recorder) {
        recorders.add(recorder);
        return recorder;
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        Await.end(Await.start(() -> managers.forEach(TaskManager::close))); // on a manual clock it may wait for ever
        List<Thread> threads = new ArrayList<>(threads());
        threads.removeAll(threadsBefore);
        for (Thread thread : threads) { // those of a close from within end just after it
            assertThat(thread.join(Await.LIMIT)).as("end of " + thread).isTrue();
        }
        recorders.forEach(recorder -> Invariants.check(recorder.changes()));
    }

    /**
     * Our threads that are alive.
     *
     * @return those of all managers of this JVM
     */
    public static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("taskcast-"))
                .toList();
    }
}
