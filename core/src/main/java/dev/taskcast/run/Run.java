package dev.taskcast.run;

import dev.taskcast.codec.Payload;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.progress.ProgressCell;
import dev.taskcast.task.Artifact;
import dev.taskcast.task.TaskIdentity;
import dev.taskcast.task.TaskResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One run, from the commit that started it until its handler has returned. */
public final class Run {
    private static final int MAX_ARTIFACTS = 100;
    private static final long LOOK_NANOS = 50_000_000;

    private final TaskRow started;
    private final RegisteredType type;
    private volatile @Nullable Payload payload; // null where there is none
    private volatile @Nullable Thread waiting; // for the payload
    private volatile @Nullable ProgressCell cell; // made when it is asked for: not by whoever starts the run
    private final RunSignal signal;
    private volatile @Nullable TaskResult result;
    private volatile @Nullable List<Artifact> artifacts; // null for none: most runs save the write
    private volatile boolean ended;
    private volatile boolean isTimedOut;
    private volatile @Nullable LongConsumer onReturn;
    private volatile long begunNanos;

    // Guarded by this: an interrupt must hit the handler, never what its thread does before or after it.
    private @Nullable Thread inHandler;
    private boolean hasEntered;
    private boolean interrupted;
    private volatile boolean givenUp;
    private volatile boolean interruptTaken;
    private int owed; // bits: what could not be done for it, see Runner

    /**
     * A run that was just started.
     *
     * @param started its row
     * @param type its code
     */
    public Run(TaskRow started, RegisteredType type) {
        this.started = started;
        this.type = type;
        payload = started.payload();
        signal = new RunSignal(started.id());
    }

    /**
     * The task's id.
     *
     * @return the id
     */
    public String id() {
        return started.id();
    }

    /**
     * Which run.
     *
     * @return the position of the event that started it
     */
    public long fence() {
        return started.fence();
    }

    /**
     * Which task, by the position of the event that made it.
     *
     * @return a position
     */
    public long created() {
        return started.created();
    }

    /**
     * Which task.
     *
     * @return its identity when the run was started
     */
    public TaskIdentity identity() {
        return started.state().identity();
    }

    /** Its thread has begun. */
    void begun(long nanos) {
        begunNanos = nanos;
    }

    /** Its progress, where it has made any. */
    @Nullable
    ProgressCell reported() {
        return cell;
    }

    /**
     * Where its progress is.
     *
     * @return the cell
     */
    public ProgressCell cell() {
        ProgressCell made = cell;
        return made == null ? newCell() : made;
    }

    private synchronized ProgressCell newCell() {
        ProgressCell made = cell;
        if (made == null) {
            made = new ProgressCell(started, () -> begunNanos);
            cell = made;
        }
        return made;
    }

    /** Makes {@code isCanceled} true. For use under the committer's lock; {@link Runner#deliver} does the rest. */
    public void raise() {
        signal.raise();
    }

    /** Its node ends: the run's task goes on, or fails, without it. */
    public void giveUp() {
        givenUp = true;
        signal.raise();
        wakeWaiting();
    }

    private void wakeWaiting() {
        Thread who = waiting;
        if (who != null) {
            LockSupport.unpark(who);
        }
    }

    /** Whether its node has given it up. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** Whether its end counts as an interruption: the node gave it up, and the handler may have ended early because of it. */
    boolean isInterrupted(@Nullable Throwable thrown) {
        return givenUp && (thrown != null || signal.isObserved() || interruptTaken);
    }

    TaskRow started() {
        return started;
    }

    /**
     * What its task was submitted with, which was in the store only. Any thread.
     *
     * @param fetched from there
     */
    public void payload(Payload fetched) {
        payload = fetched;
        wakeWaiting();
    }

    /**
     * What its task was submitted with. Any thread.
     *
     * @return {@link Payload#IN_STORE} as long as it was not fetched; null where it was not submitted
     */
    public @Nullable Payload payload() {
        return payload;
    }

    /** Waits until its payload is here, or it was ended. An interrupt ends no wait, and is kept. */
    void awaitPayload() {
        if (!isPayloadAway()) {
            return;
        }
        waiting = Thread.currentThread();
        boolean interrupted = false;
        while (isPayloadAway() && !isGone()) {
            LockSupport.parkNanos(this, LOOK_NANOS);
            interrupted |= Thread.interrupted();
        }
        waiting = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isPayloadAway() {
        Payload here = payload;
        return here != null && here.isInStore();
    }

    RegisteredType type() {
        return type;
    }

    RunSignal signal() {
        return signal;
    }

    @Nullable
    TaskResult result() {
        return result;
    }

    void result(TaskResult newest) {
        result = newest;
    }

    List<Artifact> artifacts() {
        List<Artifact> added = artifacts;
        return added == null ? List.of() : added;
    }

    synchronized void add(Artifact artifact) {
        List<Artifact> more = new ArrayList<>(artifacts());
        if (more.size() >= MAX_ARTIFACTS) {
            throw new IllegalArgumentException("A run must have at most " + MAX_ARTIFACTS + " artifacts, got: more");
        }
        more.add(artifact);
        artifacts = more;
    }

    /** Whether what it says is of no matter any more: it was ended from outside, or its handler has returned. */
    boolean isOver() {
        return ended || signal.isRaised();
    }

    /**
     * Whether it takes a slot.
     *
     * @return true where its task was submitted, or has limits
     */
    public boolean takesSlot() {
        return started.takesSlot();
    }

    /**
     * Its slot, if it is in one, is free again when its handler has returned.
     *
     * @param slot called on the handler's thread with the nanoseconds that the handler took
     */
    public void onReturn(LongConsumer slot) {
        onReturn = slot;
    }

    /** The handler has returned. Says so once where it has a slot, which is what asks for the nanoseconds that it took. */
    void returned(LongSupplier tookNanos) {
        LongConsumer slot = onReturn;
        if (slot != null) {
            slot.accept(tookNanos.getAsLong());
            onReturn = null;
        }
    }

    /** Something is still to be done for it. */
    synchronized void owe(int bit) {
        owed |= bit;
    }

    /** Whether that is still to be done; it no longer is. */
    synchronized boolean settle(int bit) {
        boolean isOwed = (owed & bit) != 0;
        owed &= ~bit;
        return isOwed;
    }

    /**
     * Whether it was ended from outside.
     *
     * @return true from the moment that its signal is raised
     */
    public boolean isGone() {
        return signal.isRaised();
    }

    /** It has taken too long: its task ends, unless the handler was faster. */
    void timedOut() {
        isTimedOut = true;
    }

    boolean isTimedOut() {
        return isTimedOut;
    }

    void ended() {
        ended = true;
    }

    /** The handler begins on this thread; false where it must not, since the run was ended before. */
    synchronized boolean enter() {
        if (signal.isRaised()) {
            return false;
        }
        inHandler = Thread.currentThread();
        hasEntered = true;
        return true;
    }

    /** Whether its handler was called. Once the run is gone that does not change any more. */
    synchronized boolean hasEntered() {
        return hasEntered;
    }

    /** The handler has ended: what is left of an interrupt goes with it. */
    synchronized void leave() {
        inHandler = null;
        interruptTaken = !Thread.interrupted() && interrupted;
    }

    synchronized void interrupt() {
        if (inHandler != null && !interrupted) {
            interrupted = true;
            inHandler.interrupt();
        }
    }

    /** The one that its handler is on; null before and after that. */
    synchronized @Nullable Thread thread() {
        return inHandler;
    }

    synchronized boolean isOn(Thread thread) {
        return inHandler == thread;
    }
}
