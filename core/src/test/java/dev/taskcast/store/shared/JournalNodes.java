package dev.taskcast.store.shared;

import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.Nodes;
import dev.taskcast.store.Renewal;
import dev.taskcast.store.StoreException;
import dev.taskcast.task.TaskNode;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What one node says of itself beside a {@link SharedJournal}; held at will. */
final class JournalNodes implements Nodes {
    private final SharedJournal journal;
    private final JournalStore store;
    private final Hold renewals = new Hold();
    private final AtomicInteger renewalsTried = new AtomicInteger();
    private final AtomicInteger renewalsEnded = new AtomicInteger();

    JournalNodes(SharedJournal journal, JournalStore store) {
        this.journal = journal;
        this.store = store;
    }

    /** No renewal ends; one that has begun ends before that. */
    void hold() {
        while (renewalsEnded.get() != renewalsTried.get()) {
            Thread.onSpinWait();
        }
        renewals.shut();
    }

    void goOn() {
        renewals.open();
    }

    int renewalsTried() {
        return renewalsTried.get();
    }

    @Override
    public Renewal renew(NodeAbout about) {
        renewalsTried.incrementAndGet();
        journal.looks(store.node());
        try {
            renewals.pass();
            store.reach();
            if (journal.alone) {
                return Renewal.ALONE;
            }
            synchronized (journal) {
                store.requireUp(); // it may have gone down meanwhile
                return new Renewal(0, journal.look(store.node(), about.hearing(TaskNode.Hearing.LISTENING)));
            }
        } catch (StoreException e) {
            journal.looksInVain(store.node());
            throw e;
        } finally {
            renewalsEnded.incrementAndGet();
        }
    }

    @Override
    public boolean drain(String node, boolean isDrained) {
        store.reach();
        synchronized (journal) {
            store.requireUp();
            if (journal.alone) {
                return node.equals(store.node());
            }
            boolean isThere = journal.nodes.containsKey(node);
            if (isThere && isDrained) {
                journal.drained.add(node);
            } else {
                journal.drained.remove(node);
            }
            return isThere;
        }
    }

    @Override
    public void leave(Set<String> nodes) {
        store.reach();
        synchronized (journal) {
            store.requireUp();
            journal.nodes.keySet().removeAll(nodes);
            journal.drained.removeAll(nodes);
            journal.abouts.keySet().removeAll(nodes);
            journal.progress.keySet().removeAll(nodes);
            journal.watched.keySet().removeAll(nodes);
            journal.watches.keySet().removeAll(nodes);
            journal.written.keySet().removeAll(nodes);
        }
    }
}
