package dev.taskcast.dispatch;

import dev.taskcast.lifecycle.Command;
import dev.taskcast.lifecycle.TaskRow;
import dev.taskcast.lifecycle.UniqueKey;
import dev.taskcast.task.Course;
import dev.taskcast.task.TaskState.Pending;
import dev.taskcast.task.TaskState.Running;
import dev.taskcast.task.TaskState.TimedOut;
import dev.taskcast.task.Unique.Mode;
import dev.taskcast.task.Waiting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks have which unique keys. An index of rows: no key is taken by a task that is not there. Guarded by {@link Dispatch}.
 */
final class Uniques {
    /** Of one key there are several where a task that had ended was started by hand, or one waits while the one before it runs. */
    private final Map<Place, List<TaskRow>> byKey = new HashMap<>(); // the oldest first

    private record Place(String type, @Nullable String owner, String key) {
        static Place of(String type, UniqueKey key) {
            return new Place(type, key.owner(), key.key());
        }
    }

    static boolean isKeyed(@Nullable TaskRow row) {
        return row != null && row.terms().unique() != null;
    }

    /** One row after another, or back where that was not kept. */
    void move(@Nullable TaskRow from, @Nullable TaskRow to) {
        UniqueKey left = from == null ? null : from.terms().unique();
        if (from != null && left != null) {
            leave(Place.of(from.type(), left), from);
        }
        UniqueKey taken = to == null ? null : to.terms().unique();
        if (to != null && taken != null && (isActive(to) || taken.isTakenAt(0))) {
            take(Place.of(to.type(), taken), to);
        }
    }

    private void leave(Place place, TaskRow row) {
        List<TaskRow> there = byKey.get(place);
        if (there != null) {
            put(
                    place,
                    there.stream()
                            .filter(each -> each.created() != row.created())
                            .toList());
        }
    }

    private void take(Place place, TaskRow row) {
        List<TaskRow> there = new ArrayList<>(byKey.getOrDefault(place, List.of()));
        int at = there.size();
        while (at > 0 && there.get(at - 1).created() > row.created()) {
            at--;
        }
        there.add(at, row);
        put(place, there);
    }

    private void put(Place place, List<TaskRow> rows) {
        if (rows.isEmpty()) {
            byKey.remove(place);
        } else {
            byKey.put(place, List.copyOf(rows));
        }
    }

    void clear() {
        byKey.clear();
    }

    /** What is to be decided for a submit. */
    Target decide(Command.Register register, UniqueKey key, long now) {
        Place place = Place.of(register.identity().type(), key);
        List<TaskRow> there = byKey.getOrDefault(place, List.of()).stream()
                .filter(row -> isActive(row) || isTakenAt(row, now))
                .toList();
        put(place, there); // the time of the others has passed: it would never be looked at again
        return switch (key.mode()) {
            case JOIN, REJECT, THROTTLE -> {
                TaskRow taken = newest(there, row -> isTaken(row, now));
                yield taken == null ? made(register) : new Target(taken.id(), new Command.Join());
            }
            case DEBOUNCE -> {
                TaskRow waits =
                        newest(there, row -> isQueued(row) && row.terms().isKnown());
                yield waits == null ? made(register) : new Target(waits.id(), swap(register));
            }
            case REPLACE ->
                new Target(
                        register.identity().id(),
                        register,
                        there.stream()
                                .filter(Uniques::isCancelable)
                                .map(TaskRow::id)
                                .toList());
        };
    }

    private static Target made(Command.Register register) {
        return new Target(register.identity().id(), register);
    }

    private static Command.Swap swap(Command.Register register) {
        if (!(register.waiting() instanceof Waiting.ForTime wait) || register.payload() == null) {
            throw new IllegalArgumentException(
                    "A submit that is put off must have a time and a payload, got: " + register);
        }
        return new Command.Swap(register.terms(), register.payload(), wait.since(), wait.until());
    }

    private static @Nullable TaskRow newest(List<TaskRow> oldestFirst, Predicate<TaskRow> wanted) {
        return oldestFirst.reversed().stream().filter(wanted).findFirst().orElse(null);
    }

    private static boolean isTaken(TaskRow row, long now) {
        UniqueKey key = row.terms().unique();
        return isTakenAt(row, now) || (key != null && key.mode() != Mode.THROTTLE && isActive(row));
    }

    private static boolean isTakenAt(TaskRow row, long now) {
        UniqueKey key = row.terms().unique();
        return key != null && key.isTakenAt(now);
    }

    /** Whether it waits or runs; or took too long and may be tried again once its handler has returned. */
    private static boolean isActive(TaskRow row) {
        return isCancelable(row)
                || (row.state() instanceof TimedOut late
                        && late.stopping() != null
                        && Course.attemptOf(late.course()) < row.terms().maxAttempts());
    }

    private static boolean isCancelable(TaskRow row) {
        return row.state() instanceof Running || isQueued(row);
    }

    private static boolean isQueued(TaskRow row) {
        return row.state() instanceof Pending pending && pending.waiting().isQueued();
    }
}
