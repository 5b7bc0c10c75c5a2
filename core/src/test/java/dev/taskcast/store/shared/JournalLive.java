package dev.taskcast.store.shared;

import dev.taskcast.store.LiveRun;
import dev.taskcast.store.LiveRuns;
import dev.taskcast.store.StoreException;
import dev.taskcast.store.Watched;
import dev.taskcast.task.TaskProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the nodes on a {@link SharedJournal} tell each other of runs. */
final class JournalLive implements LiveRuns {
    private static final AtomicLong VERSIONS = new AtomicLong();

    private final SharedJournal journal;
    private final JournalStore store;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Runnable hint = () -> {};
    private volatile int toFail;
    private long number; // guarded by the journal
    private @Nullable LiveRun told; // likewise, the last of what was written

    JournalLive(SharedJournal journal, JournalStore store) {
        this.journal = journal;
        this.store = store;
    }

    /** How often it was called. */
    int calls() {
        return calls.get();
    }

    /** The next writes are lost, and their writer does not know. */
    void loseWrites(int many) {
        toFail = many;
    }

    void awaitLost() {
        while (toFail > 0) {
            Thread.onSpinWait();
        }
    }

    /** Although it is down. */
    void tellLate(String message, double current) {
        synchronized (journal) {
            List<Written> all = journal.written.computeIfAbsent(store.node(), key -> new ArrayList<>());
            LiveRun last = Objects.requireNonNull(told);
            number++;
            TaskProgress late = new TaskProgress(message, current, 100);
            all.add(new Written(store.node(), number, List.of(new LiveRun(last.created(), last.fence(), late, null))));
        }
    }

    private void reach() {
        calls.incrementAndGet();
        store.reach();
    }

    @Override
    public long watch(Watched watched) {
        reach();
        List<JournalLive> others;
        long version = watched.isNothing() ? 0 : VERSIONS.incrementAndGet();
        synchronized (journal) {
            journal.watched.put(store.node(), watched);
            journal.watches.put(store.node(), version);
            others = new ArrayList<>(journal.live);
        }
        others.stream().filter(other -> other != this).forEach(other -> other.hint.run());
        return version;
    }

    /** Beside the journal, whose lock is held. */
    private long version() {
        return journal.watches.entrySet().stream()
                .filter(each -> !each.getKey().equals(store.node()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Override
    public Watchers watchers() {
        reach();
        synchronized (journal) {
            Map<String, Watched> byNode = new HashMap<>(journal.watched);
            byNode.remove(store.node());
            byNode.values().removeIf(Watched::isNothing);
            return new Watchers(version(), byNode);
        }
    }

    @Override
    public Map<String, Long> newest() {
        reach();
        synchronized (journal) {
            Map<String, Long> newest = new HashMap<>();
            journal.written.forEach(
                    (node, all) -> newest.put(node, all.getLast().number()));
            newest.remove(store.node());
            return newest;
        }
    }

    @Override
    public long write(List<LiveRun> news) {
        reach();
        synchronized (journal) {
            if (journal.down) {
                throw new StoreException("The journal can't be reached", null);
            }
            number++;
            told = news.getLast();
            if (toFail > 0) {
                toFail--;
                return version();
            }
            List<Written> all = journal.written.computeIfAbsent(store.node(), key -> new ArrayList<>());
            all.add(new Written(store.node(), number, news));
            if (all.size() > KEPT) {
                all.removeFirst();
            }
            return version();
        }
    }

    @Override
    public List<Written> read(Map<String, Long> after) {
        reach();
        synchronized (journal) {
            List<Written> news = new ArrayList<>();
            after.forEach((node, known) -> journal.written.getOrDefault(node, List.of()).stream()
                    .filter(each -> each.number() > known)
                    .forEach(news::add));
            return news;
        }
    }

    @Override
    public void onWatch(Runnable then) {
        hint = then;
    }
}
