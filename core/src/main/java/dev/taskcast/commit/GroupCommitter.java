package dev.taskcast.commit;

import dev.taskcast.dispatch.Alarm;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.store.Journal;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.task.TaskProgress;
import dev.taskcast.thread.Loop;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.StoreClock;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Commits to a store that blocks, on a thread of its own, or that of a caller while there is one only: what has come in while one batch was
 * being kept is the next one. So the number of commits a second is the store's affair, and the number of commands in one is not. Starts of
 * tasks that wait ride along: a run's end and the next run's start are one commit.
 *
 * <p>A batch is decided from rows that are as new as the journal's head, or else it is not kept: then what others have
 * appended is read, and everything decided again.
 *
 * <p>A store that fails is asked again until it answers; who waits for it gives up after {@code storeTimeout}, and runs
 * don't wait at all.
 */
public final class GroupCommitter implements Committer {
    private static final long DRAIN_LOOK_MILLIS = 20;
    /** Who waits for less must not break a connection off for it: a disk may take as long now and then. */
    private static final Duration LEAST_PATIENCE = Duration.ofMillis(100);

    private static final long MIN_RETRY_NANOS = 50_000_000;
    private static final long MAX_RETRY_NANOS = 1_000_000_000;

    private final Journal journal;
    private final TaskClock clock;
    private final TaskClock.Timers timers;
    private final Duration storeTimeout;
    private final Predicate<Thread> isHandler;
    private final StoreHealth health;
    private final Loop loop;
    private final Proposals proposals = new Proposals();
    private final Resting resting;
    private final ReentrantLock committing = new ReentrantLock();
    private final Pace pace = new Pace();
    private final InboxLooks inboxLooks;
    private volatile boolean refusing;

    // Guarded by the lock.
    private final Batches batches;
    private long retryAtNanos;
    private long retryNanos = MIN_RETRY_NANOS;

    /**
     * What is committed to, and who hears of it.
     *
     * @param store keeps
     * @param launches has handlers begin
     * @param storeClock by which tasks are due
     * @param onForeign called for each change that another node has made
     * @param last how far the run of a task is that ends now, where it is watched on another node; else null
     */
    public record Node(
            TaskStore store,
            Launches launches,
            StoreClock storeClock,
            OnApplied onForeign,
            Function<TaskRow, @Nullable TaskProgress> last) {
        /**
         * One whose runs nobody watches elsewhere.
         *
         * @param store keeps
         * @param launches has handlers begin
         * @param storeClock by which tasks are due
         * @param onForeign called for each change that another node has made
         */
        public Node(TaskStore store, Launches launches, StoreClock storeClock, OnApplied onForeign) {
            this(store, launches, storeClock, onForeign, row -> null);
        }
    }

    /**
     * How long is waited for the store.
     *
     * @param clock for the time-outs
     * @param timers on that clock
     * @param storeTimeout how long a caller waits
     * @param isHandler whether a thread may be interrupted for reasons of ours: none such ever waits for the store
     */
    public record Waits(TaskClock clock, TaskClock.Timers timers, Duration storeTimeout, Predicate<Thread> isHandler) {}

    /**
     * Not started yet.
     *
     * @param ledger decides and accounts
     * @param node what it commits to
     * @param waits how long is waited
     * @param health is told how the store does
     * @param watch is told how the passes go
     */
    public GroupCommitter(Ledger ledger, Node node, Waits waits, StoreHealth health, Loop.Watch watch) {
        loop = new Loop(ThreadMaker.here(), watch, "taskcast-committer", this::pass);
        journal = node.store().journal();
        resting = ledger.resting();
        clock = waits.clock();
        timers = waits.timers();
        storeTimeout = waits.storeTimeout();
        isHandler = waits.isHandler();
        this.health = health;
        inboxLooks = new InboxLooks(timers, this::hint);
        Alarm alarm = new Alarm(node.storeClock(), timers, loop::wake);
        batches = new Batches(ledger, node, alarm, health, proposals, new Contention(clock));
    }

    /** Starts its thread. */
    public void start() {
        journal.onHint(() -> {
            batches.hint();
            wake();
        });
        loop.start();
    }

    @Override
    public void wake() {
        if (!pace.isResting()) {
            loop.wake();
        }
    }

    /** At once, also where others could wait a little for more. */
    private void hurry() {
        pace.hurry();
        loop.wake();
    }

    /** There may be changes of other nodes, or submits of other transactions. */
    public void hint() {
        batches.hintAll();
        wake();
    }

    /** Something was submitted in a transaction of the application's: it is there once that is committed. */
    public void submittedInTransaction() {
        inboxLooks.submitted();
    }

    /**
     * Calls back when all has been taken note of that others had appended by now: it asks the store, as long as that does not answer
     * again and again.
     *
     * @param then called on the committer's thread: short
     */
    public void upToHead(Runnable then) {
        batches.upToHead(then);
        wake();
    }

    @Override
    public Decision submit(String id, Command command, OnApplied onApplied) {
        if (isRefused(command)) {
            return Proposals.CLOSED;
        }
        try (Resting.Look look = id.isEmpty() ? null : resting.lookFor(id)) {
            Resting.Look found = look == null ? null : look.await();
            return isRefused(command) ? Proposals.CLOSED : submit(id, command, onApplied, found);
        }
    }

    @Override
    public Decision submitNew(String id, Command command, OnApplied onApplied) {
        return isRefused(command) ? Proposals.CLOSED : submit(id, command, onApplied, null);
    }

    private boolean isRefused(Command command) {
        return refusing && !(command instanceof Command.OfRun);
    }

    private Decision submit(String id, Command command, OnApplied onApplied, Resting.@Nullable Look look) {
        AtomicReference<@Nullable Decision> answer = new AtomicReference<>();
        CountDownLatch answered = new CountDownLatch(1);
        Proposal proposal = new Proposal(id, command, onApplied, decision -> {
                    answer.set(decision);
                    answered.countDown();
                })
                .over(look)
                .waitedFor();
        long begun = clock.nanos();
        if (!commitHere(proposal)) {
            add(proposal);
        }
        await(answered, List.of(proposal), begun);
        Decision decision = answer.get();
        if (decision == null) {
            throw unavailable(begun);
        }
        return decision;
    }

    /**
     * Commits on the caller's thread where nobody else does, which saves two hand-overs between threads. What comes in meanwhile is
     * the loop's.
     *
     * @return false where the proposal is still to be added
     */
    private boolean commitHere(Proposal proposal) {
        Thread caller = Thread.currentThread();
        if (!journal.heedsPatience()
                || storeTimeout.compareTo(LEAST_PATIENCE) < 0
                || caller.isVirtual()
                || batches.isHinted()
                || batches.isContended()
                || health.isDown()
                || isHandler.test(caller)
                || batches.lacksPayload(proposal) != null
                || !committing.tryLock()) {
            return false;
        }
        try {
            if (batches.isBehind() || batches.isHinted() || proposals.isClosed() || !proposals.isEmpty()) {
                return false;
            }
            proposals.add(proposal);
            batches.next(storeTimeout);
        } catch (Throwable t) {
            failed(t);
        } finally {
            committing.unlock();
            if (batches.isHinted() || !proposals.isEmpty()) {
                loop.wake();
            }
        }
        return true;
    }

    /**
     * Decides and commits several commands, in their order, and waits until all are.
     *
     * @param commands of which tasks
     * @return what was decided, in the same order
     * @throws StoreUnavailableException if the store can't be reached for too long; some may have happened
     */
    public List<Decision> submitAll(List<Map.Entry<String, Command>> commands) {
        if (refusing) {
            return Collections.nCopies(commands.size(), Proposals.CLOSED);
        }
        long begun = clock.nanos();
        Decision[] answers = new Decision[commands.size()];
        CountDownLatch answered = new CountDownLatch(answers.length);
        List<Proposal> all = new ArrayList<>(answers.length);
        for (int i = 0; i < answers.length; i++) {
            int index = i;
            Map.Entry<String, Command> command = commands.get(i);
            all.add(new Proposal(command.getKey(), command.getValue(), OnApplied.NOTHING, decision -> {
                        answers[index] = decision;
                        answered.countDown();
                    })
                    .waitedFor());
        }
        proposals.addAll(all);
        hurry();
        await(answered, all, begun);
        if (answered.getCount() > 0) {
            throw unavailable(begun);
        }
        return List.of(answers);
    }

    /** Waits through interrupts, which are kept: what is on its way can't be called back. */
    private void await(CountDownLatch answered, List<Proposal> waiting, long begun) {
        boolean interrupted = false;
        long deadline = begun + TaskClock.nanosOf(storeTimeout);
        try {
            while (true) {
                try {
                    if (!answered.await(deadline - clock.nanos(), TimeUnit.NANOSECONDS)) {
                        waiting.forEach(Proposal::giveUp);
                    }
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private StoreUnavailableException unavailable(long begun) {
        return new StoreUnavailableException(Duration.ofNanos(clock.nanos() - begun), health.failure());
    }

    @Override
    public void tell(String id, Command command, OnApplied onApplied, Consumer<Decision> then) {
        add(new Proposal(id, command, onApplied, then));
    }

    /**
     * Tells something that holds only for a while: where it comes to be decided too late, nothing happens.
     *
     * @param isSo asked before each attempt to have it kept; short, does not block
     * @param id of the task
     * @param command what is told
     */
    public void tellWhile(BooleanSupplier isSo, String id, Command command) {
        add(new Proposal(id, command, OnApplied.NOTHING, decision -> {}).onlyWhile(isSo));
    }

    /**
     * Tells something of a task that rests, and closes the look.
     *
     * @param look for the task
     * @param command what is told
     */
    public void tell(Resting.Look look, Command command) {
        add(new Proposal(look.id(), command, OnApplied.NOTHING, decision -> look.close()).over(look));
    }

    private void add(Proposal proposal) {
        proposals.add(proposal);
        if (proposal.isWaitedFor()) {
            hurry();
        } else {
            wake();
        }
    }

    private void pass() {
        long delay = pace.delayNanos(clock.nanos());
        if (delay > 0) {
            pace.rest(delay);
        }
        committing.lock();
        try {
            passAlone();
        } finally {
            committing.unlock();
        }
    }

    private void passAlone() {
        if (health.isDown() && clock.nanos() - retryAtNanos < 0) {
            return;
        }
        try {
            batches.settle();
            boolean more = !proposals.isClosed() && next();
            while (more && !proposals.isClosed() && pace.delayNanos(clock.nanos()) == 0) {
                more = next();
            }
            if (more) {
                loop.wake(); // and rest before
            }
            health.up();
            retryNanos = MIN_RETRY_NANOS;
        } catch (Error e) { // nothing of it is lost; but it is no outage of the store's, and the loop says so
            failed(e);
            throw e;
        } catch (Throwable t) {
            failed(t);
        }
    }

    private boolean next() {
        pace.hurried();
        long begun = clock.nanos();
        boolean more = batches.next();
        if (more) {
            pace.begun(begun);
            pace.ended(clock.nanos() - begun);
        }
        return more;
    }

    /** Does nothing that needs memory before all is set for the next pass. */
    private void failed(Throwable t) {
        batches.hintAll();
        retryAtNanos = clock.nanos() + retryNanos;
        long delay = retryNanos;
        retryNanos = Math.min(MAX_RETRY_NANOS, 2 * retryNanos);
        health.down(asStoreException(t));
        TaskClock.Timer ignored = timers.after(Duration.ofNanos(delay), loop::wake);
    }

    /** A store's mistake is an outage like any other: what is to be kept waits, and nothing is lost. */
    private static StoreException asStoreException(Throwable t) {
        return switch (t) {
            case StoreException expected -> expected;
            case Error error -> new StoreException("What is to be kept can't be: " + error, error);
            default -> new StoreException("The store failed unexpectedly: " + t, t);
        };
    }

    /** Commands of users are refused from now on; those of runs are not. */
    public void refuse() {
        refusing = true;
    }

    /**
     * Waits until what was told by now is decided.
     *
     * @param patience how long at the most
     * @param whileUp how long at the most as long as the store answers; at least {@code patience}
     * @return whether it is
     */
    public boolean drain(Duration patience, Duration whileUp) {
        CountDownLatch decided = new CountDownLatch(1);
        proposals.add(new Proposal("", new Command.Unregister(), OnApplied.NOTHING, decision -> decided.countDown()));
        hurry();
        boolean interrupted = Thread.interrupted();
        try {
            long patienceNanos = TaskClock.nanosOf(patience);
            if (decided.await(patienceNanos, TimeUnit.NANOSECONDS)) {
                return true;
            }
            long deadline = clock.nanos() + TaskClock.nanosOf(whileUp) - patienceNanos;
            boolean done = false;
            while (!done && !health.isDown() && clock.nanos() - deadline < 0) {
                done = decided.await(DRAIN_LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
            return done;
        } catch (InterruptedException e) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void sweep() {
        loop.wake();
    }

    @Override
    public void close() {
        refusing = true;
        proposals.close();
        loop.close();
        committing.lock(); // a caller may be at it
        try {
            batches.refuseAll();
        } finally {
            committing.unlock();
        }
    }
}
