package dev.taskcast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.taskcast.TaskManager;
import dev.taskcast.store.StoreException;
import dev.taskcast.task.StoreStatus;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.SubmitOptions;
import dev.taskcast.task.Subscription;
import dev.taskcast.task.TaskChange;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskExistsException;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskStatus;
import dev.taskcast.task.TaskType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A node whose tasks are submitted all the time, whatever its store does: by threads that call it, and by one that does so in transactions of
 * its own. It notes what became of each submit, each run, and what a subscriber was shown.
 */
final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STEADY = "steady";
    private static final List<String> WHOLE = List.of("queued", "running", "completed");
    private static final int CALLERS = 3;
    private static final int SUBSCRIBER_MAY_LAG = 200_000;
    private static final long PAUSE_NANOS = 2_000_000;
    private static final int REPEATED = 20;

    private final DataSource source;
    private final TaskManager tasks;
    private final TaskType<String, String> type;
    private final Subscription subscription;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;
    private volatile boolean released;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Queue<String> unacknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> reasons = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final AtomicLong beats = new AtomicLong();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    // Of the subscriber's thread, until it is closed.
    private final Map<String, List<String>> shown = new ConcurrentHashMap<>();
    private long position;

    /** Begins. Callers wait for a moment only, so that an outage need not be longer. */
    Load(DataSource source) {
        this(source, Duration.ofMillis(500));
    }

    /** Begins. Callers wait so long. */
    Load(DataSource source, Duration storeTimeout) {
        this.source = source;
        tasks = TaskManager.builder()
                .store(JdbcTaskStore.of(source))
                .storeTimeout(storeTimeout)
                .recent(Integer.MAX_VALUE)
                .eventBufferSize(SUBSCRIBER_MAY_LAG)
                .build();
        subscription = tasks.subscribe(this::see);
        type = tasks.type("short", String.class, String.class, this::run);
        tasks.register(STEADY, this::beat);
        tasks.start(STEADY);
        for (int i = 0; i < CALLERS; i++) {
            String name = "caller" + i;
            threads.add(Thread.ofPlatform().name(name).start(() -> submitAll(name, this::call)));
        }
        threads.add(Thread.ofPlatform().name("own").start(() -> submitAll("own", this::submitInTransaction)));
    }

    private String run(TaskContext ctx, String payload) {
        runs.computeIfAbsent(payload, id -> new AtomicInteger()).incrementAndGet();
        ctx.progress("Working", 1, 2);
        LockSupport.parkNanos(Math.floorMod(payload.hashCode(), 20) * 1_000_000L);
        return payload;
    }

    private void beat(TaskContext ctx) {
        while (!released) {
            if (ctx.isCanceled()) {
                faults.add("The steady run was canceled");
                return;
            }
            ctx.progress("Beat " + beats.incrementAndGet());
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** Submits a task, and says whether that was acknowledged. */
    private interface Submit {
        boolean of(String id);
    }

    private void submitAll(String name, Submit submit) {
        for (int i = 0; !stopped; i++) {
            String id = name + "-" + i;
            try {
                if (submit.of(id)) {
                    acknowledged.add(id);
                } else {
                    unacknowledged.add(id);
                }
            } catch (RuntimeException e) {
                faults.add(id + ": " + e);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private boolean call(String id) {
        try {
            tasks.submit(type, id, SubmitOptions.builder().id(id).build());
            return true;
        } catch (StoreUnavailableException e) {
            reasons.add(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private boolean submitInTransaction(String id) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            tasks.submit(
                    type,
                    id,
                    SubmitOptions.builder()
                            .id(id)
                            .in(JdbcTransaction.of(connection))
                            .build());
            connection.commit();
            return true;
        } catch (SQLException | StoreException e) {
            LockSupport.parkNanos(100 * PAUSE_NANOS);
            return false;
        }
    }

    /** A change of progress has the position of the transition before it. */
    private void see(TaskChange change) {
        if (change.position() < position) {
            faults.add("Position fell from " + position + ": " + change);
        }
        if (change instanceof TaskChange.Updated updated) {
            List<String> statuses = shown.computeIfAbsent(change.id(), id -> new ArrayList<>());
            if (change.position() > position) {
                statuses.add(name(updated.state()));
            } else if (!(updated.state() instanceof Running)) {
                faults.add("Told twice: " + change);
            }
        } else {
            faults.add("Removed: " + change);
        }
        position = change.position();
    }

    private static String name(TaskState state) {
        boolean queued =
                state instanceof TaskState.Pending pending && pending.waiting().isQueued();
        return queued ? "queued" : state.status().wireName();
    }

    TaskManager tasks() {
        return tasks;
    }

    /** Waits until it goes well: submits are acknowledged, one after the other. */
    void awaitFlow() {
        await().atMost(PATIENCE).until(() -> tasks.getStoreStatus().isUp());
        int enough = acknowledged.size() + 200;
        await().atMost(PATIENCE).until(() -> acknowledged.size() >= enough);
    }

    /** Waits until the store is known to be away, and callers were told so again and again; meanwhile handlers go on. */
    void awaitOutage() {
        StoreStatus status = await().atMost(PATIENCE).until(tasks::getStoreStatus, now -> !now.isUp());
        assertThat(status.downSince()).isPositive();
        assertThat(status.reason()).isNotBlank();
        int told = reasons.size() + 3 * CALLERS;
        long beat = beats.get();
        await().atMost(PATIENCE).until(() -> reasons.size() >= told);
        assertThat(beats.get()).isGreaterThan(beat + 20);
    }

    /** What callers were told whose submits were not acknowledged. */
    Queue<String> reasons() {
        return reasons;
    }

    /** Ends, and checks that what was promised has come true: here, for the subscriber, and for whoever opens the store next. */
    void check() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        repeatSome();
        released = true;
        await().atMost(PATIENCE).until(() -> state(STEADY) instanceof Completed);
        await().atMost(PATIENCE).until(() -> acknowledged.stream().allMatch(id -> state(id) instanceof Completed));
        await().atMost(PATIENCE)
                .until(() -> tasks.getAllStates().stream().allMatch(state -> state.status() == TaskStatus.COMPLETED));
        await().atMost(PATIENCE)
                .until(() -> shown.size() == tasks.getAllStates().size());
        await().atMost(PATIENCE)
                .until(() -> shown.values().stream().allMatch(statuses -> statuses.contains("completed")));
        subscription.close();
        tasks.close();

        assertThat(faults).isEmpty();
        assertThat(acknowledged).allSatisfy(id -> assertThat(ran(id)).isEqualTo(1));
        assertThat(unacknowledged).allSatisfy(id -> assertThat(ran(id)).isBetween(0, 1));
        assertThat(shown)
                .allSatisfy((id, statuses) -> assertThat(statuses)
                        .isEqualTo(id.equals(STEADY) ? List.of("pending", "running", "completed") : WHOLE));
        checkKept();
    }

    private @Nullable TaskState state(String id) {
        return tasks.getState(id).orElse(null);
    }

    private int ran(String id) {
        AtomicInteger count = runs.get(id);
        return count == null ? 0 : count.get();
    }

    /** With an id of one's own that can be done safely. */
    private void repeatSome() {
        unacknowledged.stream().limit(REPEATED).forEach(id -> {
            try {
                assertThat(call(id)).isTrue();
            } catch (TaskExistsException made) {
                // it had gone through
            }
            acknowledged.add(id);
        });
    }

    private void checkKept() {
        try (TaskManager next =
                TaskManager.builder().store(JdbcTaskStore.of(source)).slots(0).build()) {
            assertThat(acknowledged)
                    .allSatisfy(id -> assertThat(next.getState(id))
                            .hasValueSatisfying(state -> assertThat(state)
                                    .isInstanceOfSatisfying(
                                            Completed.class,
                                            completed ->
                                                    assertThat(completed.run()).isEqualTo(1))));
            assertThat(next.getAllStates())
                    .allSatisfy(state -> assertThat(state).isInstanceOf(Completed.class));
        }
    }

    @Override
    public void close() {
        stopped = true;
        released = true;
        tasks.close();
    }
}
