package dev.taskcast.durable;

import dev.taskcast.Recorder;
import dev.taskcast.TaskManager;
import dev.taskcast.durable.FaultyFacts.Mark;
import dev.taskcast.store.shared.JournalStore;
import dev.taskcast.store.shared.SharedJournal;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A node of {@link FaultsTest}: all types, all registered tasks, and handlers that tell what they do. */
final class FaultyNode {
    static final Duration LEASE = Duration.ofSeconds(1);
    static final int STEPS = 5;
    static final List<Integer> ITEMS = IntStream.range(0, 20).boxed().toList();

    private final SharedJournal journal;
    private final FaultyFacts facts;
    private final int slots;
    private final AtomicInteger running = new AtomicInteger();
    private final Map<FaultyKind, TaskType<Integer, Void>> types = new EnumMap<>(FaultyKind.class);
    final String name;
    final JournalStore store;
    final TaskManager tasks;
    final Recorder recorder = new Recorder();
    /** It was killed or closed, or could not reach the journal for a while: others may have taken its runs. */
    volatile boolean disturbed;

    @SuppressWarnings("resource") // the manager's close ends the subscription
    FaultyNode(String name, SharedJournal journal, FaultyFacts facts, int slots) {
        this.name = name;
        this.journal = journal;
        this.facts = facts;
        this.slots = slots;
        store = journal.connect();
        tasks = TaskManager.builder()
                .store(store)
                .nodeName(name)
                .recent(name.hashCode() & 3) // some hold more than others
                .slots(slots)
                .closeTimeout(Duration.ofMillis(50))
                .lease(LEASE)
                .storeTimeout(Duration.ofMillis(700))
                .progressInterval(Duration.ofMillis(5))
                .build();
        tasks.subscribe(recorder);
        for (FaultyKind kind : FaultyKind.values()) {
            types.put(kind, type(kind));
        }
    }

    private TaskType<Integer, Void> type(FaultyKind kind) {
        TaskType.Handler<Integer, Void> handler = (ctx, payload) -> {
            if (running.incrementAndGet() > slots) {
                facts.problem("more handlers than slots on " + name);
            }
            try {
                run(kind, ctx, true);
            } finally {
                running.decrementAndGet();
            }
            return null;
        };
        TypeOptions<Integer> options =
                TypeOptions.<Integer>builder().tasks(kind.options()).build();
        return tasks.type(kind.type(), Integer.class, Void.class, handler, options);
    }

    TaskType<Integer, Void> of(FaultyKind kind) {
        return Objects.requireNonNull(types.get(kind));
    }

    /** Registers the task of a kind; where it is registered already, nothing happens. */
    void register(FaultyKind kind) {
        try {
            tasks.register(kind.registered(), ctx -> run(kind, ctx, false), kind.options());
        } catch (IllegalStateException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.contains("already registered") && !message.contains("closed")) {
                throw e;
            }
        }
    }

    private void run(FaultyKind kind, TaskContext ctx, boolean submitted) throws Exception {
        facts.began(ctx.id(), ctx.run(), submitted);
        Random random = new Random(ctx.id().hashCode() + 31L * ctx.run());
        switch (kind) {
            case QUICK -> ctx.progress("Quick", 1, 2);
            case SLOW -> Thread.sleep(random.nextInt(150));
            case STUBBORN -> stubborn(random.nextInt(100));
            case THROWS -> throw new IllegalArgumentException(FaultyKind.BOOM);
            case CHECKPOINT -> checkpoints(ctx, random, submitted);
            case ONCE -> once(ctx, random, submitted);
            case TRACK -> track(ctx, random, submitted);
        }
    }

    private static void stubborn(int millis) {
        long until = System.nanoTime() + millis * 1_000_000L;
        while (System.nanoTime() < until) {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                // that is what makes it stubborn
            }
        }
    }

    private void checkpoints(TaskContext ctx, Random random, boolean submitted) throws InterruptedException {
        int done = ctx.durable().lastCheckpoint(Integer.class).orElse(0);
        if (submitted) {
            facts.resumed(ctx.id(), ctx.run(), done);
        }
        for (int step = done + 1; step <= STEPS; step++) {
            Thread.sleep(random.nextInt(40));
            ctx.progress("Step", step, STEPS);
            ctx.durable().checkpoint(step);
            if (submitted) {
                facts.checkpointed(ctx.id(), new Mark(ctx.run(), step));
            }
        }
    }

    private void once(TaskContext ctx, Random random, boolean submitted) throws Exception {
        Thread.sleep(random.nextInt(30));
        long readNanos = store.readNanos();
        long beforeNanos = System.nanoTime(); // which is the journal's clock
        int result = ctx.durable().once("step", () -> {
            if (submitted) {
                facts.step(ctx.id(), ctx.run());
                if (journal.wasKnownToBeTaken(ctx.id(), ctx.run(), beforeNanos, readNanos, LEASE)) {
                    facts.problem("the step of " + ctx.id() + " begins on " + name + ", whose run " + ctx.run()
                            + " was taken over before");
                }
            }
            stubborn(random.nextInt(60)); // its effect has been had, whoever interrupts it
            return 7;
        });
        if (result != 7) {
            facts.problem("the step of " + ctx.id() + " gave " + result);
        }
        if (submitted) {
            facts.noted.merge(ctx.id(), ctx.run(), Math::max);
        }
        Thread.sleep(random.nextInt(100));
    }

    private void track(TaskContext ctx, Random random, boolean submitted) throws InterruptedException {
        for (int item : ctx.durable().track("Items", ITEMS)) {
            Thread.sleep(random.nextInt(10));
            if (submitted) {
                facts.items
                        .computeIfAbsent(ctx.id(), id -> ConcurrentHashMap.newKeySet())
                        .add(item);
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
