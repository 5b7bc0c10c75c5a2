package dev.taskcast.run;

import dev.taskcast.codec.Payload;
import dev.taskcast.codec.PlainPayload;
import dev.taskcast.codec.TaskCodec;
import dev.taskcast.task.DurableContext;
import dev.taskcast.task.TaskCanceledException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A run's notes for later runs, and those of earlier ones. */
final class DurableRun implements DurableContext {
    private static final String CHECKPOINT = "checkpoint";
    private static final String STEP = "step:";
    private static final String TRACK = "track:";
    private static final int MAX_NAME = 500;
    private static final int MAX_NOTES = 10_000;
    private static final Map<String, Class<?>> NUMBERS =
            Map.of("int", Integer.class, "long", Long.class, "double", Double.class);

    private final Run run;
    private final RunContext ctx;
    private final NoteSink sink;
    private final FenceCheck fence;
    private final @Nullable TaskCodec codec;
    private final Map<String, Payload> notes = new ConcurrentHashMap<>();

    DurableRun(Run run, RunContext ctx, RunOutputs outputs) {
        this.run = run;
        this.ctx = ctx;
        sink = outputs.notes();
        fence = outputs.fence();
        codec = outputs.codec();
        Map<String, Payload> earlier = run.started().notes();
        if (earlier != null) {
            notes.putAll(earlier);
        }
    }

    @Override
    public void checkpoint(@Nullable Object value) {
        keep(CHECKPOINT, Payload.of(value, codec));
    }

    /** A key of every database. */
    private static String named(String what, String name) {
        if (name.length() > MAX_NAME || !isText(name)) {
            throw new IllegalArgumentException(what + " must have at most " + MAX_NAME
                    + " characters, and neither a NUL nor half of a surrogate pair, got: " + name.length()
                    + " characters");
        }
        return name;
    }

    private static boolean isText(String name) {
        return name.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    /** What comes now has an effect. A note needs no such look: it is decided from the newest of the journal. */
    private void beforeActing() {
        fence.confirm(run);
        ctx.throwIfCanceled();
    }

    private void keep(String name, Payload value) {
        if (!notes.containsKey(name) && notes.size() >= MAX_NOTES) {
            throw new IllegalArgumentException("A task must have at most " + MAX_NOTES + " steps, got: more");
        }
        if (!sink.keep(run, name, value)) {
            throw new TaskCanceledException(run.id());
        }
        notes.put(name, value);
    }

    @Override
    public <T> Optional<T> lastCheckpoint(Class<T> type) {
        Payload last = notes.get(CHECKPOINT);
        return last == null ? Optional.empty() : Optional.ofNullable(last.value(type, codec));
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // what was kept is what the same step gave
    public <T extends @Nullable Object> T once(String step, Callable<T> work) throws Exception {
        Payload kept = notes.get(STEP + named("A step's name", step));
        if (kept != null) {
            return (T) unpacked(kept);
        }
        beforeActing();
        T result = work.call();
        keep(STEP + step, packed(step, result));
        return result;
    }

    /** With the type of a number beside it: JSON has but one. */
    private static Payload packed(String step, @Nullable Object result) {
        String kind = switch (result) {
            case Integer n -> "int";
            case Long n -> "long";
            case Double n -> "double";
            case Number n ->
                throw new IllegalArgumentException("The result of step \"" + step
                        + "\" must be an int, long or double where it is a number, got: "
                        + n.getClass().getName());
            case null -> "value";
            default -> "value";
        };
        return Payload.of(Arrays.asList(kind, result), null);
    }

    private static @Nullable Object unpacked(Payload kept) {
        List<?> pair = kept.value(List.class, null);
        if (pair == null || pair.size() != 2) {
            throw new IllegalArgumentException("A step's result must have been kept by once(step, work)");
        }
        Class<?> number = pair.getFirst() instanceof String kind ? NUMBERS.get(kind) : null;
        return number == null ? pair.get(1) : PlainPayload.fit(pair.get(1), number);
    }

    @Override
    public <T> @Nullable T once(String step, Class<T> type, Callable<@Nullable T> work) throws Exception {
        Payload kept = notes.get(STEP + named("A step's name", step));
        if (kept != null) {
            return kept.value(type, codec);
        }
        beforeActing();
        T result = work.call();
        keep(STEP + step, Payload.of(result, codec));
        return result;
    }

    @Override
    public <T> Iterable<T> track(String message, Iterable<T> items) {
        Payload kept = notes.get(TRACK + named("The message of durable items", message));
        Long known = kept == null ? null : kept.value(Long.class, null);
        long done = known == null ? 0 : known;
        double total = items instanceof Collection<?> collection ? collection.size() : Double.NaN;
        ctx.progress(message, (double) done, total);
        return () -> new ResumedIterator<>(items.iterator(), done, new Mark(message, total));
    }

    /** How far somebody is with items. */
    private final class Mark {
        private static final long INTERVAL_NANOS = 500_000_000;

        private final String message;
        private final double total;
        private long keptAtNanos = sink.nanos();

        Mark(String message, double total) {
            this.message = message;
            this.total = total;
        }

        void done(long count) {
            ctx.progress(message, (double) count, total);
            if (sink.nanos() - keptAtNanos >= INTERVAL_NANOS) {
                keepSoon(count);
            }
        }

        void keepSoon(long count) {
            keptAtNanos = sink.nanos();
            sink.keepSoon(run, TRACK + message, Payload.of(count, null));
        }
    }

    /** The items after those that were done; one is done when the next is asked for. */
    private final class ResumedIterator<T> implements Iterator<T> {
        private final Iterator<T> items;
        private final Mark mark;
        private long done;
        private boolean inItem;
        private boolean ended;

        ResumedIterator(Iterator<T> items, long done, Mark mark) {
            this.items = items;
            this.mark = mark;
            this.done = done;
            for (long i = 0; i < done && items.hasNext(); i++) {
                items.next();
            }
        }

        @Override
        public boolean hasNext() {
            settle();
            boolean more = items.hasNext();
            if (!more && !ended) {
                ended = true;
                mark.keepSoon(done);
            }
            return more;
        }

        @Override
        public T next() {
            settle();
            T item = items.next();
            inItem = true;
            return item;
        }

        private void settle() {
            beforeActing();
            if (inItem) {
                inItem = false;
                done++;
                mark.done(done);
            }
        }
    }
}
