package dev.taskcast.testkit.store;

import dev.taskcast.store.Batch;
import dev.taskcast.store.Journal;
import dev.taskcast.store.StoreException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What is to go wrong with appends, and what has been appended all the same. Thread-safe. */
final class AppendFaults {
    private static final int MANY = Integer.MAX_VALUE / 2;

    private final Semaphore appends = new Semaphore(MANY);
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger appendsToFail = new AtomicInteger();
    private final AtomicInteger errorsToThrow = new AtomicInteger();
    private final AtomicInteger largestBatch = new AtomicInteger();
    private final AtomicLong head = new AtomicLong();
    private final Set<Long> keptWithoutAnswer = ConcurrentHashMap.newKeySet();

    void failAppends(int many) {
        appendsToFail.set(many);
    }

    void loseAnswers(int many) {
        answersToLose.set(many);
    }

    void throwErrors(int many) {
        errorsToThrow.set(many);
    }

    void hold() {
        appends.drainPermits();
    }

    void goOn() {
        appends.release(MANY);
    }

    int largestBatch() {
        return largestBatch.get();
    }

    long head() {
        return head.get();
    }

    private static boolean takeOne(AtomicInteger left) {
        return left.getAndUpdate(many -> Math.max(0, many - 1)) > 0;
    }

    /** Waits while appends are held. */
    void await() {
        appends.acquireUninterruptibly();
        appends.release();
    }

    boolean append(Journal journal, Batch batch) {
        if (takeOne(appendsToFail)) {
            throw new StoreException("The append fails", null);
        }
        int errors = errorsToThrow.get();
        if (takeOne(errorsToThrow) && errors % 2 == 1) {
            throw new OutOfMemoryError("thrown by the test");
        }
        largestBatch.accumulateAndGet(batch.changes().size(), Math::max);
        boolean kept = journal.append(batch);
        if (kept) {
            head.accumulateAndGet(batch.last(), Math::max);
        }
        if (kept && errors > 0) {
            keptWithoutAnswer.add(batch.token());
            throw new OutOfMemoryError("thrown by the test, after it was kept");
        }
        if (kept && takeOne(answersToLose)) {
            keptWithoutAnswer.add(batch.token());
            throw new StoreException("The answer is lost", null);
        }
        return kept;
    }

    /** Of what the real one has kept and said so it must not be asked: that was no failure. */
    boolean isKept(Journal journal, Batch batch) {
        return keptWithoutAnswer.contains(batch.token()) || journal.isKept(batch);
    }
}
