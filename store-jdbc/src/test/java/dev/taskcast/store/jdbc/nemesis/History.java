package dev.taskcast.store.jdbc.nemesis;

import dev.taskcast.TaskManager;
import dev.taskcast.task.TaskState;
import dev.taskcast.task.TaskState.Canceled;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What all processes were promised and what their handlers did, and what of it may not be. Times are those of the machine's monotonic
 * clock, in nanoseconds, which all processes share. Thread-safe.
 */
final class History {
    /** A node says three times a lease that it is alive: that much of its silence may go unseen. */
    private static final long TAKEN_OVER_NANOS =
            NemesisWorker.LEASE.multipliedBy(2).dividedBy(3).toNanos();

    private static final String LOST = "Interrupted by server restart";

    private record RunId(String task, int run) {}

    private record Away(String worker, long from, long to) {}

    private static final class Handler {
        final String worker;
        final String group;
        final RunId run;
        final long begun;
        long ended = Long.MAX_VALUE;

        Handler(String worker, String group, RunId run, long begun) {
            this.worker = worker;
            this.group = group;
            this.run = run;
            this.begun = begun;
        }

        @Override
        public String toString() {
            return run.task + " run " + run.run + " on " + worker;
        }
    }

    private final Map<String, Kind> promised = new HashMap<>();
    private final Set<String> canceled = new HashSet<>();
    private final Set<String> cancelAsked = new HashSet<>();
    private final Map<RunId, Handler> handlers = new HashMap<>();
    private final List<Away> aways = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    /** A line that a worker has said. */
    synchronized void said(String worker, String line) {
        String[] words = line.split(" ", -1);
        switch (words[0]) {
            case "ACK" -> promised.put(words[2], Kind.valueOf(words[1]));
            case "CANCELS" -> cancelAsked.add(words[1]);
            case "CANCELED" -> canceled.add(words[1]);
            case "AWAY" -> away(worker, Long.parseLong(words[1]), Long.parseLong(words[2]));
            case "BEGIN" -> begun(worker, words[1], run(words[2], words[3]), Long.parseLong(words[4]));
            case "END" ->
                Objects.requireNonNull(handlers.get(run(words[1], words[2]))).ended = Long.parseLong(words[3]);
            default -> faults.add(worker + " said " + line);
        }
    }

    private static RunId run(String task, String run) {
        return new RunId(task, Integer.parseInt(run));
    }

    private void begun(String worker, String group, RunId run, long at) {
        Handler before = handlers.put(run, new Handler(worker, group, run, at));
        if (before != null) {
            faults.add(before + " was begun again on " + worker);
        }
    }

    /** A worker did nothing, or nothing came through between it and the database. */
    synchronized void away(String worker, long from, long to) {
        aways.add(new Away(worker, from, to));
    }

    /** A worker is no more, and its handlers neither. */
    synchronized void gone(String worker, long at) {
        for (Handler handler : handlers.values()) {
            if (handler.worker.equals(worker) && handler.ended == Long.MAX_VALUE) {
                handler.ended = Math.max(handler.begun, at);
            }
        }
    }

    /** All tasks that were acknowledged. */
    synchronized Set<String> promised() {
        return Set.copyOf(promised.keySet());
    }

    synchronized int runs() {
        return handlers.size();
    }

    /** What may not be: after all workers have gone, and as it is kept. */
    synchronized List<String> faults(TaskManager tasks) {
        List<String> all = new ArrayList<>(faults);
        all.addAll(overlaps());
        promised.forEach((id, kind) -> {
            String fault = tasks.getState(id)
                    .map(state -> isKept(kind, id, state) ? "" : kind + " " + id + " is " + state)
                    .orElse(kind + " " + id + " is lost");
            if (!fault.isEmpty()) {
                all.add(fault);
            }
        });
        return all;
    }

    private List<String> overlaps() {
        Map<String, List<Handler>> groups = new HashMap<>();
        handlers.values()
                .forEach(each -> groups.computeIfAbsent(each.group, key -> new ArrayList<>())
                        .add(each));
        List<String> found = new ArrayList<>();
        for (List<Handler> group : groups.values()) {
            group.sort(Comparator.comparingLong(each -> each.begun));
            List<Handler> open = new ArrayList<>();
            for (Handler later : group) {
                open.removeIf(each -> each.ended <= later.begun);
                open.stream()
                        .filter(earlier -> !isWithinTheWindow(earlier, later))
                        .map(earlier -> later + " began " + Duration.ofNanos(later.begun - earlier.begun) + " after "
                                + earlier + ", which went on for "
                                + Duration.ofNanos(earlier.ended - earlier.begun))
                        .forEach(found::add);
                open.add(later);
            }
        }
        return found;
    }

    /** Whether others may have taken over from the worker of the earlier one, which was away for that long with its handler. */
    private boolean isWithinTheWindow(Handler earlier, Handler later) {
        return aways.stream()
                .anyMatch(away -> away.worker.equals(earlier.worker)
                        && away.to > earlier.begun
                        && Math.min(away.to, later.begun) - away.from >= TAKEN_OVER_NANOS);
    }

    private boolean isKept(Kind kind, String id, TaskState state) {
        if (state instanceof Canceled) {
            return cancelAsked.contains(id);
        }
        if (canceled.contains(id)) {
            return false;
        }
        if (state instanceof Failed failed) {
            boolean isLost = failed.error().startsWith(LOST);
            boolean isGivenUp = failed.course() != null && failed.course().lost() >= 3;
            return isLost && (kind == Kind.QUICK || kind == Kind.FLAKY || isGivenUp);
        }
        return state instanceof Completed;
    }
}
