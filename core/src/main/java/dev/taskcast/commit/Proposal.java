package dev.taskcast.commit;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.Decision;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.thread.SafeLog;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A command on its way through the group commit. While it waits it can be withdrawn; once it is in a batch nobody can say
 * what will become of it, until the store has.
 */
final class Proposal {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog REACTION_FAILED =
            new SafeLog(LOG, System.Logger.Level.ERROR, "What was to follow from an answer to task \"", "\" failed");

    /** What was decided before anybody had the lock. It holds for as long as the task's row is the very one that it was decided from. */
    record Early(TaskRow from, Command command, Decision decision) {}

    private enum Phase {
        IN_BATCH,
        /** Its caller has given up while it was in a batch: if the batch fails, it is not tried again. */
        ABANDONED,
        WITHDRAWN
    }

    private static final AtomicReferenceFieldUpdater<Proposal, @Nullable Phase> PHASE =
            AtomicReferenceFieldUpdater.newUpdater(Proposal.class, Phase.class, "phase");

    private final String id;
    private final Command command;
    private final OnApplied onApplied;
    private final Consumer<Decision> then;
    private volatile @Nullable Phase phase; // null while it waits, as it does when made
    private @Nullable Decision decision; // the committer's thread
    private boolean isAnswered; // likewise
    private boolean isUpToHead; // likewise: since it came, all was read that others had appended by then
    private boolean isWaitedFor;
    private @Nullable BooleanSupplier condition;
    private Resting.@Nullable Look look;
    private @Nullable Early early; // the caller's, until it is told
    private @Nullable Proposal next; // of whoever has it in a chain

    Proposal(String id, Command command, OnApplied onApplied, Consumer<Decision> then) {
        this.id = id;
        this.command = command;
        this.onApplied = onApplied;
        this.then = then;
    }

    /** Decided by its caller. */
    Proposal decidedEarly(@Nullable Early by) {
        early = by;
        return this;
    }

    /** To be decided only as long as something is so: it may wait for long. */
    Proposal onlyWhile(BooleanSupplier isSo) {
        condition = isSo;
        return this;
    }

    /** Somebody waits for the answer. */
    Proposal waitedFor() {
        isWaitedFor = true;
        return this;
    }

    boolean isWaitedFor() {
        return isWaitedFor;
    }

    /** It may have happened already, and nobody can say so: who waits is told nothing else, and it does not happen once more. */
    void giveUpIfWaitedFor() {
        if (isWaitedFor) {
            giveUp();
        }
    }

    /** Over a task that is not held, and is looked for as long as this is on its way. */
    Proposal over(Resting.@Nullable Look rests) {
        look = rests;
        return this;
    }

    /** The task as it rests; null where it does not. */
    @Nullable
    TaskRow resting() {
        Resting.Look rests = look;
        return rests == null ? null : rests.row();
    }

    /** Whether it may start a task again. */
    boolean wakes() {
        return command instanceof Command.Start || command instanceof Command.Enqueue;
    }

    boolean isTooLate() {
        BooleanSupplier isSo = condition;
        return isSo != null && !isSo.getAsBoolean();
    }

    @Nullable
    Early early() {
        return early;
    }

    String id() {
        return id;
    }

    Command command() {
        return command;
    }

    OnApplied onApplied() {
        return onApplied;
    }

    /** About how many bytes its change may take. */
    long weight() {
        return switch (command) {
            case Command.Register register ->
                200 + (register.payload() == null ? 0 : register.payload().size());
            case Command.Note note -> 100 + note.value().size();
            case Command.Complete complete ->
                200 + (complete.result() == null ? 0 : complete.result().size());
            default -> 200;
        };
    }

    /** The one that follows it in a chain, or null. */
    @Nullable
    Proposal next() {
        return next;
    }

    void next(@Nullable Proposal follows) {
        next = follows;
    }

    /** Into a batch; false where it was withdrawn. */
    boolean take() {
        return PHASE.compareAndSet(this, null, Phase.IN_BATCH) || phase == Phase.IN_BATCH;
    }

    /** Its caller no longer waits. */
    void giveUp() {
        if (!PHASE.compareAndSet(this, null, Phase.WITHDRAWN)) {
            PHASE.compareAndSet(this, Phase.IN_BATCH, Phase.ABANDONED);
        }
    }

    void decided(Decision made) {
        decision = made;
    }

    /** All is read now that others have appended since it came, and before. */
    void readUpToHead() {
        isUpToHead = true;
    }

    /** Whether it was decided that a task is in its way, or will do, and that may be no longer so: nothing is to be kept that would tell. */
    boolean isDoubtful() {
        return decision instanceof Decision.Held && !isUpToHead;
    }

    boolean isDecided() {
        return decision != null;
    }

    /**
     * Tells whoever has asked, once. Where there is no memory for that they are still to be told, and others are to be told first.
     *
     * @return false where it is to be called again
     */
    boolean answer() {
        Decision made = decision;
        if (made == null || isAnswered) {
            return true;
        }
        try {
            then.accept(made);
        } catch (VirtualMachineError noMemory) {
            log(noMemory);
            return false;
        } catch (Throwable t) { // others wait for their answers
            log(t);
        }
        isAnswered = true;
        return true;
    }

    private void log(Throwable t) {
        REACTION_FAILED.log(id, t);
    }

    boolean answer(Decision made) {
        decided(made);
        return answer();
    }
}
