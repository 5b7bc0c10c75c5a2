package dev.taskcast.live;

import dev.taskcast.store.Watched;
import dev.taskcast.time.TaskClock;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * What is watched on this node: by streams as long as they are open, by listeners, and what was asked for lately. What nobody watches any
 * more is watched for a while longer, so that a viewer who comes back changes nothing. Thread-safe.
 */
public final class Watching {
    /** Whatever more is watched by name, all is watched. */
    static final int MOST_TERMS = 500;

    static final long LINGER_NANOS = 10_000_000_000L;

    private enum Kind {
        EVERYTHING,
        TASK,
        OWNER,
        TAG,
        TYPE,
        LINES
    }

    private record Term(Kind kind, String value) {}

    /**
     * How many want it, and until when it is wanted without them.
     *
     * @param holders how many
     * @param untilNanos where there are none
     */
    private record Wish(int holders, long untilNanos) {}

    private static final Term EVERYTHING = new Term(Kind.EVERYTHING, "");

    private final TaskClock clock;
    private final BooleanSupplier hasListeners;
    private final Map<Term, Wish> wishes = new ConcurrentHashMap<>();
    private final AtomicBoolean isChanged = new AtomicBoolean();

    // Of whoever asks what is watched.
    private Watched known = Watched.NOTHING;
    private long againNanos;
    private boolean hadListeners;

    /**
     * Nothing is watched.
     *
     * @param clock for what was asked for lately
     * @param hasListeners whether the application itself listens, to all tasks
     */
    public Watching(TaskClock clock, BooleanSupplier hasListeners) {
        this.clock = clock;
        this.hasListeners = hasListeners;
        againNanos = clock.nanos();
    }

    /**
     * Somebody begins to watch.
     *
     * @param watched what
     * @return ends it; idempotent
     */
    public Runnable begin(Watched watched) {
        Set<Term> terms = terms(watched);
        terms.forEach(term -> wishes.merge(term, new Wish(1, 0), (old, one) -> new Wish(old.holders + 1, 0)));
        isChanged.set(true);
        AtomicBoolean hasEnded = new AtomicBoolean();
        return () -> {
            if (hasEnded.compareAndSet(false, true)) {
                long until = clock.nanos() + LINGER_NANOS;
                terms.forEach(term -> wishes.computeIfPresent(term, (same, old) -> new Wish(old.holders - 1, until)));
                isChanged.set(true);
            }
        };
    }

    private static Set<Term> terms(Watched watched) {
        Set<Term> terms = new HashSet<>();
        if (watched.everything()) {
            terms.add(EVERYTHING);
        }
        add(terms, Kind.TASK, watched.tasks());
        add(terms, Kind.OWNER, watched.owners());
        add(terms, Kind.TAG, watched.tags());
        add(terms, Kind.TYPE, watched.types());
        add(terms, Kind.LINES, watched.lines());
        return terms;
    }

    private static void add(Set<Term> terms, Kind kind, Collection<String> values) {
        values.forEach(value -> terms.add(new Term(kind, value)));
    }

    /**
     * Somebody asks how a task is, and will perhaps do so again.
     *
     * @param id which
     */
    public void asked(String id) {
        asked(new Term(Kind.TASK, id));
    }

    /**
     * Somebody asks what a task has logged, and will perhaps do so again.
     *
     * @param id which
     */
    public void askedForLines(String id) {
        asked(new Term(Kind.LINES, id));
    }

    @SuppressWarnings("ReferenceEquality") // the very wish that was not there before
    private void asked(Term term) {
        long until = clock.nanos() + LINGER_NANOS;
        Wish one = new Wish(0, until);
        Wish now = wishes.merge(term, one, (old, same) -> new Wish(old.holders, until));
        if (now == one) {
            isChanged.set(true);
        }
    }

    /** What is watched now. By one thread at a time; costs next to nothing where nothing has changed. */
    Watched now() {
        long now = clock.nanos();
        boolean listeners = hasListeners.getAsBoolean();
        if (isChanged.getAndSet(false) || listeners != hadListeners || now - againNanos >= 0) {
            hadListeners = listeners;
            known = read(now, listeners);
        }
        return known;
    }

    private Watched read(long now, boolean listeners) {
        againNanos = now + LINGER_NANOS;
        wishes.values().removeIf(wish -> wish.holders == 0 && now - wish.untilNanos >= 0);
        for (Wish wish : wishes.values()) {
            if (wish.holders == 0 && wish.untilNanos - againNanos < 0) {
                againNanos = wish.untilNanos;
            }
        }
        boolean everything = listeners || wishes.containsKey(EVERYTHING) || wishes.size() > MOST_TERMS;
        return new Watched(
                0,
                everything,
                everything ? Set.of() : values(Kind.TASK),
                everything ? Set.of() : values(Kind.OWNER),
                everything ? Set.of() : values(Kind.TAG),
                everything ? Set.of() : values(Kind.TYPE),
                values(Kind.LINES));
    }

    private Set<String> values(Kind kind) {
        Set<String> values = new HashSet<>();
        for (Term term : wishes.keySet()) {
            if (term.kind == kind && values.size() < MOST_TERMS) {
                values.add(term.value);
            }
        }
        return values;
    }
}
