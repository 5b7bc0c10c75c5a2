package dev.taskcast.commit;

import dev.taskcast.dispatch.Alarm;
import dev.taskcast.dispatch.Dispatch;
import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.store.Batch;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.Submitted;
import dev.taskcast.store.TaskStore;
import dev.taskcast.task.StoreUnavailableException;
import dev.taskcast.thread.Loop;
import dev.taskcast.thread.SafeLog;
import dev.taskcast.thread.ThreadMaker;
import dev.taskcast.time.StoreClock;
import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Commits to a store that blocks, on a thread of its own, or that of a caller while there is one only: what has come in while one batch was being kept is the next one. So
 * the number of commits a second is the store's affair, and the number of commands in one is not. Starts of tasks that wait
 * ride along: a run's end and the next run's start are one commit.
 *
 * <p>A batch is decided from rows that are as new as the journal's head, or else it is not kept: then what others have
 * appended is read, and everything decided again.
 *
 * <p>A store that fails is asked again until it answers; who waits for it gives up after {@code storeTimeout}, and runs
 * don't wait at all.
 */
public final class GroupCommitter implements Committer {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog CHANGE_FAILED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "A change of task \"", "\" failed");
    private static final SafeLog NOT_SHOWN =
            new SafeLog(LOG, System.Logger.Level.ERROR, "What was kept last could not be shown");
    private static final Decision CLOSED = new Decision.Refused(Decision.Reason.CLOSED);
    private static final int MAX_BATCH = 2_000;
    private static final long MAX_BATCH_BYTES = 4 << 20;
    private static final long DRAIN_LOOK_MILLIS = 20;
    /** Who waits for less must not break a connection off for it: a disk may take as long now and then. */
    private static final Duration LEAST_PATIENCE = Duration.ofMillis(100);

    private static final long MIN_RETRY_NANOS = 50_000_000;
    private static final long MAX_RETRY_NANOS = 1_000_000_000;

    private final Ledger ledger;
    private final TaskStore store;
    private final Dispatch dispatch;
    private final Launches launches;
    private final Alarm alarm;
    private final OnApplied onForeign;
    private final TaskClock clock;
    private final TaskClock.Timers timers;
    private final StoreHealth health;
    private final Duration storeTimeout;
    private final Predicate<Thread> isHandler;
    private final Loop loop;
    private final ReentrantLock committing = new ReentrantLock();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> awaitingHead = new ConcurrentLinkedQueue<>();
    private volatile boolean refusing;
    private volatile boolean closed;
    private volatile boolean hinted = true;

    // Guarded by the lock.
    private final List<Request> inHand =
            new ArrayList<>(); // taken for a batch, or for another one after that has failed
    private @Nullable Stage drafted; // in the making
    private @Nullable Attempt inDoubt; // given to the store
    private @Nullable Attempt unshown; // kept, and not shown yet
    private boolean isShown; // and not begun yet
    private List<Request> untold = List.of(); // decided, and not answered yet
    private long token;
    private long retryAtNanos;
    private long retryNanos = MIN_RETRY_NANOS;

    /** A batch that was given to the store. */
    private record Attempt(Batch batch, Stage stage, List<Request> requests) {}

    /**
     * Not started yet.
     *
     * @param ledger decides and accounts
     * @param store keeps
     * @param launches has handlers begin
     * @param storeClock by which tasks are due
     * @param onForeign called for each change that another node has made
     * @param clock for the time-outs
     * @param timers on that clock
     * @param health is told how the store does
     * @param storeTimeout how long a caller waits
     * @param isHandler whether a thread may be interrupted for reasons of ours: none such ever waits for the store
     * @param watch is told how the passes go
     */
    public GroupCommitter(
            Ledger ledger,
            TaskStore store,
            Launches launches,
            StoreClock storeClock,
            OnApplied onForeign,
            TaskClock clock,
            TaskClock.Timers timers,
            StoreHealth health,
            Duration storeTimeout,
            Predicate<Thread> isHandler,
            Loop.Watch watch) {
        loop = new Loop(ThreadMaker.here(), watch, "taskcast-committer", this::pass);
        this.ledger = ledger;
        this.store = store;
        this.launches = launches;
        dispatch = ledger.dispatch();
        alarm = new Alarm(storeClock, timers, loop::wake);
        this.onForeign = onForeign;
        this.clock = clock;
        this.timers = timers;
        this.health = health;
        this.storeTimeout = storeTimeout;
        this.isHandler = isHandler;
    }

    /** Starts its thread. */
    public void start() {
        store.onHint(this::hint);
        loop.start();
    }

    @Override
    public void wake() {
        loop.wake();
    }

    /** There may be changes of other nodes, or submits of other transactions. */
    public void hint() {
        hinted = true;
        loop.wake();
    }

    /**
     * Calls back when all has been taken note of that others had appended by now: it asks the store, as long as that does not answer
     * again and again.
     *
     * @param then called on the committer's thread: short
     */
    public void upToHead(Runnable then) {
        awaitingHead.add(then);
        hint();
    }

    @Override
    public Decision submit(String id, Command command, OnApplied onApplied) {
        if (refusing && !(command instanceof Command.OfRun)) {
            return CLOSED;
        }
        AtomicReference<@Nullable Decision> answer = new AtomicReference<>();
        CountDownLatch answered = new CountDownLatch(1);
        Request request = new Request(id, command, onApplied, decision -> {
            answer.set(decision);
            answered.countDown();
        });
        long begun = clock.nanos();
        if (!commitHere(request)) {
            add(request);
        }
        await(answered, List.of(request), begun);
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
     * @return false where the request is still to be added
     */
    private boolean commitHere(Request request) {
        Thread caller = Thread.currentThread();
        if (!store.heedsPatience()
                || storeTimeout.compareTo(LEAST_PATIENCE) < 0
                || caller.isVirtual()
                || hinted
                || health.isDown()
                || isHandler.test(caller)
                || !committing.tryLock()) {
            return false;
        }
        try {
            if (isBehind() || hinted || closed || !requests.isEmpty()) {
                return false;
            }
            requests.add(request);
            boolean ignored = commit(List.of(), storeTimeout);
        } catch (Throwable t) {
            failed(t);
        } finally {
            committing.unlock();
            if (hinted || !requests.isEmpty()) {
                loop.wake();
            }
        }
        return true;
    }

    /** Whether something of an earlier batch is still to be done. */
    private boolean isBehind() {
        return drafted != null
                || inDoubt != null
                || unshown != null
                || isShown
                || !untold.isEmpty()
                || !inHand.isEmpty()
                || !ledger.isWhole();
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
            return Collections.nCopies(commands.size(), CLOSED);
        }
        long begun = clock.nanos();
        Decision[] answers = new Decision[commands.size()];
        CountDownLatch answered = new CountDownLatch(answers.length);
        List<Request> all = new ArrayList<>(answers.length);
        for (int i = 0; i < answers.length; i++) {
            int index = i;
            Map.Entry<String, Command> command = commands.get(i);
            all.add(new Request(command.getKey(), command.getValue(), OnApplied.NOTHING, decision -> {
                answers[index] = decision;
                answered.countDown();
            }));
        }
        requests.addAll(all);
        if (closed) {
            all.forEach(this::refuseLate);
        }
        loop.wake();
        await(answered, all, begun);
        if (answered.getCount() > 0) {
            throw unavailable(begun);
        }
        return List.of(answers);
    }

    /** Waits through interrupts, which are kept: what is on its way can't be called back. */
    private void await(CountDownLatch answered, List<Request> waiting, long begun) {
        boolean interrupted = false;
        long deadline = begun + TaskClock.nanosOf(storeTimeout);
        try {
            while (true) {
                try {
                    if (!answered.await(deadline - clock.nanos(), TimeUnit.NANOSECONDS)) {
                        waiting.forEach(Request::giveUp);
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
        add(new Request(id, command, onApplied, then));
    }

    private void add(Request request) {
        if (closed) {
            request.answer(CLOSED);
            return;
        }
        requests.add(request);
        if (closed) {
            refuseLate(request);
        }
        loop.wake();
    }

    /** It may have come too late to be refused with the others. */
    private void refuseLate(Request request) {
        if (requests.remove(request)) {
            request.answer(CLOSED);
        }
    }

    private void pass() {
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
            settle();
            boolean more = true;
            while (more && !closed) {
                more = commit(hinted ? look() : List.of(), null);
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

    /** Does nothing that needs memory before all is set for the next pass. */
    private void failed(Throwable t) {
        hinted = true;
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

    /** Does what is left of a batch whose commit failed, and learns what has become of it. */
    private void settle() {
        show();
        if (inDoubt == null) {
            drop(drafted);
        }
        Attempt doubtful = inDoubt;
        if (doubtful != null) {
            boolean kept = ask(() -> store.isKept(doubtful.batch));
            if (kept) {
                unshown = doubtful;
                drafted = null;
            } else {
                tryAgain(doubtful);
            }
            inDoubt = null;
            show();
        }
        ledger.mend();
    }

    /** Reads what others have appended, and what was submitted in other transactions. */
    private List<Submitted> look() {
        hinted = false;
        int asked = awaitingHead.size(); // those that come while it is read are for the next look
        int waiting = inHand.size();
        if (!ask(() -> store.read(ledger.rows().head(), new Foreign(ledger, onForeign)))) {
            throw new StoreException(
                    "This node has fallen behind by more than the store has kept of its journal: restart it", null);
        }
        ledger.log().hint();
        ledger.mend();
        inHand.subList(0, waiting).forEach(Request::readUpToHead);
        for (int i = 0; i < asked; i++) {
            Objects.requireNonNull(awaitingHead.peek()).run(); // and then out: what fails is called again
            awaitingHead.remove();
        }
        return ask(() -> store.submitted(MAX_BATCH));
    }

    /** It may not answer for long: a network that is dead says nothing, and a pool waits for a server that is gone. */
    private <T> T ask(Supplier<T> question) {
        health.asking();
        T answer = question.get();
        health.answered();
        return answer;
    }

    /** Decides a batch and has it kept, by who waits for that only so long; false where there was nothing to do. */
    private boolean commit(List<Submitted> submitted, @Nullable Duration patience) {
        Stage stage = new Stage(ledger, launches);
        drafted = stage;
        take();
        List<Request> taken = List.copyOf(inHand);
        dispatch.begin();
        for (Request request : taken) {
            request.decided(decideOrRefuse(stage, request));
        }
        for (Submitted each : submitted) {
            register(stage, each);
        }
        start(stage);
        for (String old : ledger.tooMany(MAX_BATCH)) {
            Decision ignored = stage.decide(old, ledger.evict(old), OnApplied.NOTHING);
        }
        if (stage.applied().isEmpty() && submitted.isEmpty()) {
            drafted = null;
            untold = settled(taken);
            inHand.removeIf(request -> !request.isDoubtful());
            show();
            return !taken.isEmpty();
        }
        List<Long> numbers = submitted.stream().map(Submitted::number).toList();
        Batch batch = new Batch(++token, stage.base(), stage.applied(), numbers);
        keep(new Attempt(batch, stage, taken), patience);
        return true;
    }

    /**
     * Those that may be answered although nothing is kept. An append would tell whether a task that is in the way of others is still there;
     * without one it is asked what others have appended since.
     */
    private List<Request> settled(List<Request> taken) {
        if (taken.stream().noneMatch(Request::isDoubtful)) {
            return taken;
        }
        hinted = true;
        return taken.stream().filter(request -> !request.isDoubtful()).toList();
    }

    /** What goes wrong with one is not for the others, unless there is no memory. */
    private Decision decideOrRefuse(Stage stage, Request request) {
        try {
            return stage.decide(request.id(), request.command(), request.onApplied());
        } catch (VirtualMachineError noMemory) {
            throw noMemory;
        } catch (Throwable t) {
            CHANGE_FAILED.log(request.id(), t);
            return CLOSED;
        }
    }

    /** Into {@link #inHand}, and not out of where they were before that: what goes wrong on the way to the store costs nobody an answer. */
    private void take() {
        inHand.removeIf(request -> !request.take()); // of a batch that has failed, and nobody waits for them any more
        long weight = 0;
        for (Request request : inHand) {
            weight += request.weight();
        }
        while (inHand.size() < MAX_BATCH && weight < MAX_BATCH_BYTES) {
            Request next = requests.peek();
            if (next == null) {
                return;
            }
            inHand.add(next);
            boolean isOurs = requests.remove(next); // else it was refused meanwhile
            if (isOurs && next.take()) {
                weight += next.weight();
            } else {
                inHand.removeLast();
            }
        }
    }

    private static void register(Stage stage, Submitted submitted) {
        String id = submitted.identity().id();
        Command command =
                new Command.Register(submitted.identity(), submitted.terms(), submitted.payload(), submitted.waiting());
        Decision decision =
                stage.decideAnyway(id, command, OnApplied.NOTHING); // it was acknowledged with its transaction
        if (decision instanceof Decision.Refused refused) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "Task \"" + id + "\" was submitted in a transaction and can't be made: " + refused.reason());
        }
    }

    /** Starts what waits, as far as there is room, the tasks of this batch included. */
    private void start(Stage stage) {
        for (Dispatch.Ticking tick = dispatch.nextTick(); tick != null; tick = dispatch.nextTick()) {
            if (!(stage.decide(tick.id(), tick.command(), onTick(tick)) instanceof Decision.Next)) {
                dispatch.unfit(tick.id());
            }
        }
        for (String id = dispatch.next(); id != null; id = dispatch.next()) {
            if (!(stage.decide(id, dispatch.start(), OnApplied.NOTHING) instanceof Decision.Next)) {
                dispatch.unfit();
            }
        }
        alarm.at(dispatch.nextDue());
    }

    private OnApplied onTick(Dispatch.Ticking tick) {
        return tick.command() instanceof Command.Cancel ? launches::replaced : OnApplied.NOTHING;
    }

    private void drop(@Nullable Stage stage) {
        if (stage != null) {
            stage.drop();
        }
        drafted = null;
    }

    private void keep(Attempt attempt, @Nullable Duration patience) {
        inDoubt = attempt; // until it is known what has become of it
        inHand.clear();
        boolean kept =
                ask(() -> patience == null ? store.append(attempt.batch) : store.append(attempt.batch, patience));
        if (kept) {
            unshown = attempt;
            drafted = null;
            inDoubt = null;
            show();
        } else {
            hinted = true;
            tryAgain(attempt);
            inDoubt = null;
        }
    }

    /** Goes on where it has stopped, should it have thrown. */
    private void show() {
        Attempt kept = unshown;
        if (kept != null) {
            kept.stage.publish();
            untold = kept.requests;
            unshown = null;
            isShown = true;
        }
        boolean all = true;
        for (Request request : untold) {
            all &= request.answer();
        }
        if (all) {
            untold = List.of();
        }
        if (isShown) {
            ledger.log().hint();
            launches.begun();
            isShown = false;
        }
        if (!all) {
            throw new OutOfMemoryError("Not everybody could be told what was decided");
        }
    }

    /** All of it, in its order, and before what has come since. There is room: they were in hand before. */
    private void tryAgain(Attempt attempt) {
        drop(attempt.stage);
        inHand.clear();
        for (Request request : attempt.requests) {
            inHand.add(request);
        }
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
        add(new Request("", new Command.Unregister(), OnApplied.NOTHING, decision -> decided.countDown()));
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
        closed = true;
        loop.close();
        committing.lock(); // a caller may be at it
        try {
            refuseAll();
        } finally {
            committing.unlock();
        }
    }

    private void refuseAll() {
        try {
            show();
        } catch (Throwable t) {
            NOT_SHOWN.log(t);
        }
        for (Request left = requests.poll(); left != null; left = requests.poll()) {
            left.answer(CLOSED);
        }
        inHand.forEach(left -> left.answer(CLOSED));
        inHand.clear();
        Attempt doubtful = inDoubt == null ? unshown : inDoubt;
        if (doubtful != null) { // whether it was kept will be seen by the next life
            doubtful.requests.forEach(left -> left.answer(CLOSED));
        }
    }
}
