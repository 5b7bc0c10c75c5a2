package dev.taskcast.log;

import static dev.taskcast.log.LogRig.BASE;

import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.Stopped;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A reader of a log that checks what it gets: no state of a task after a newer one of it, and from exact reads every
 * position once. It is cut off now and then, goes on from its position if it can, and dumps in pieces where it can't.
 */
final class LogReader {
    private enum Phase {
        DUMP,
        CATCH_UP,
        REPLAY,
        LIVE
    }

    private final EventLog log;
    private final Random random;
    private final int cutOneIn;
    private final Map<String, long[]> ages = new HashMap<>();
    private final Map<String, String> newest = new HashMap<>();
    private Phase phase = Phase.DUMP;
    private Cursor cursor = new Cursor(0, 0);
    private long mark;
    private int exactReads;
    private int newestReads;

    /**
     * A reader that has nothing.
     *
     * @param cutOneIn how many reads there are from one cut to the next
     */
    LogReader(EventLog log, Random random, int cutOneIn) {
        this.log = log;
        this.random = random;
        this.cutOneIn = cutOneIn;
    }

    /** One read, of a random size. */
    void read() {
        int max = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(60);
        switch (phase) {
            case DUMP -> dump(max);
            case CATCH_UP -> catchUp(log.readNewest(cursor, max));
            case REPLAY -> replay(max);
            case LIVE -> live(max);
        }
    }

    private void dump(int max) {
        if (mark == 0) {
            ages.clear();
            newest.clear();
        }
        Members piece = log.members(mark, max);
        if (mark == 0) {
            cursor = piece.end();
        }
        // What was made after the first piece comes from the log, with its removal if it is gone by then.
        long seam = cursor.position();
        piece.rows().stream().filter(row -> row.created() <= seam).forEach(this::take);
        mark = piece.last();
        if (piece.atEnd()) {
            mark = piece.end().position();
            phase = Phase.CATCH_UP;
        }
    }

    private void catchUp(Read read) {
        take(read);
        if (read instanceof Read.Some some && (some.atEnd() || cursor.position() >= mark)) {
            phase = Phase.LIVE;
        }
    }

    private void live(int max) {
        if (random.nextInt(cutOneIn) == 0) {
            Cursor from = log.resume(cursor.position());
            phase = from == null ? Phase.DUMP : Phase.REPLAY;
            mark = from == null ? 0 : log.head();
            cursor = from == null ? cursor : new Cursor(from.position(), Cursor.NO_TICKS);
            return;
        }
        take(log.read(cursor, max));
    }

    private void replay(int max) {
        if (cursor.position() >= mark) {
            cursor = new Cursor(cursor.position(), 0);
            phase = Phase.LIVE;
            return;
        }
        take(log.read(cursor, max));
    }

    private void take(Read read) {
        switch (read) {
            case Read.Exact exact -> {
                exactReads++;
                long position = cursor.position();
                for (Event event : exact.events()) {
                    if (event.isTransition() && event.position() != ++position) {
                        throw broken("the transition at " + (position - BASE), event);
                    }
                    take(event);
                }
                cursor = exact.next();
            }
            case Read.Newest merged -> {
                newestReads++;
                merged.events().forEach(this::take);
                cursor = merged.next();
            }
            case Read.Reset reset -> {
                phase = Phase.DUMP;
                mark = 0;
            }
        }
    }

    private void take(TaskRow row) {
        take(row.id(), row.state(), row.created(), "a member " + LogRig.told(row.state()));
    }

    private void take(Event event) {
        take(event.identity().id(), event.state(), event.created(), LogRig.told(event));
    }

    private void take(String id, @Nullable TaskState state, long created, String what) {
        long[] age = age(state, created);
        long[] before = ages.put(id, age);
        if (before != null && Arrays.compare(before, age) > 0) {
            throw new AssertionError("Wanted nothing older than " + Arrays.toString(before) + " of " + id + ", got: "
                    + Arrays.toString(age) + ", " + what + " at " + cursor + " in " + phase);
        }
        if (state == null) {
            newest.remove(id);
        } else {
            newest.put(id, LogRig.told(state));
        }
    }

    /** How far a task is in its life: which registration, run, stage, and step of it. */
    private static long[] age(@Nullable TaskState state, long created) {
        return switch (state) {
            case null -> new long[] {created, Integer.MAX_VALUE};
            case Pending pending -> new long[] {created, 0};
            case Running running -> new long[] {created, running.run(), 0, number(running)};
            case Completed completed -> new long[] {created, completed.run(), 1};
            case Failed failed -> new long[] {created, failed.run(), 1};
            case Stopped stopped -> new long[] {created, stopped.run(), 1, stopped.stopping() == null ? 1 : 0};
        };
    }

    private static long number(Running running) {
        String message = running.progress().message();
        return message.equals("Starting...") ? 0 : Long.parseLong(message);
    }

    private AssertionError broken(String wanted, Event got) {
        return new AssertionError("Wanted " + wanted + ", got: " + LogRig.told(got) + " in " + phase);
    }

    /** Reads to the log's end. */
    void finish() {
        while (phase != Phase.LIVE || !log.isAtEnd(cursor)) {
            read();
        }
    }

    /** What it knows of the tasks that there are. */
    Map<String, String> newest() {
        return newest;
    }

    List<Integer> reads() {
        return List.of(exactReads, newestReads);
    }
}
