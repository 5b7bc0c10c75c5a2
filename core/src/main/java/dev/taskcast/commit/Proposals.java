package dev.taskcast.commit;

import dev.taskcast.lifecycle.Decision;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What has come in and is in no batch yet. Thread-safe, but for {@link #moveTo}. */
final class Proposals {
    static final Decision CLOSED = new Decision.Refused(Decision.Reason.CLOSED);

    private static final long MAX_BATCH_BYTES = 4 << 20;

    private final Queue<Proposal> queue = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    boolean isEmpty() {
        return queue.isEmpty();
    }

    boolean isClosed() {
        return closed;
    }

    /** What comes from now on is refused; what is here is still to be taken, or {@link #refuseAll refused}. */
    void close() {
        closed = true;
    }

    void add(Proposal proposal) {
        if (closed) {
            proposal.answer(CLOSED);
            return;
        }
        queue.add(proposal);
        if (closed) {
            refuseLate(proposal);
        }
    }

    /** At once, so that they can be one batch. */
    void addAll(List<Proposal> all) {
        queue.addAll(all);
        if (closed) {
            all.forEach(this::refuseLate);
        }
    }

    /** It may have come too late to be refused with the others. */
    private void refuseLate(Proposal proposal) {
        if (queue.remove(proposal)) {
            proposal.answer(CLOSED);
        }
    }

    void refuseAll() {
        for (Proposal left = queue.poll(); left != null; left = queue.poll()) {
            left.answer(CLOSED);
        }
    }

    /**
     * Moves what is in the next batch, up to {@code max} in all. Each is in the list before it is out of here: what goes wrong on the way
     * costs nobody an answer. For the committer.
     *
     * @param inHand what is left of a batch that has failed; those that nobody waits for any more go
     */
    void moveTo(List<Proposal> inHand, int max) {
        inHand.removeIf(proposal -> !proposal.take());
        long weight = 0;
        for (Proposal proposal : inHand) {
            weight += proposal.weight();
        }
        while (inHand.size() < max && weight < MAX_BATCH_BYTES) {
            Proposal next = queue.peek();
            if (next == null) {
                return;
            }
            inHand.add(next);
            boolean isOurs = queue.remove(next); // else it was refused meanwhile
            if (isOurs && next.take()) {
                weight += next.weight();
            } else {
                inHand.removeLast();
            }
        }
    }
}
