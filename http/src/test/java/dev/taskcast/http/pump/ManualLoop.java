package dev.taskcast.http.pump;

import dev.taskcast.time.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

/** A loop that goes on when a test says so, on the test's own thread. */
final class ManualLoop implements PumpLoop {
    private record Repeated(long nanos, Runnable work) {}

    private final ManualClock clock;
    private final Queue<Runnable> next = new ArrayDeque<>();
    private final List<Repeated> repeated = new ArrayList<>();
    private final List<Repeated> scheduled = new ArrayList<>();
    private boolean running;
    private boolean ended;

    ManualLoop(ManualClock clock) {
        this.clock = clock;
    }

    @Override
    public boolean isIn() {
        return running;
    }

    @Override
    public void execute(Runnable work) {
        if (ended) {
            throw new RejectedExecutionException("The loop has ended");
        }
        next.add(work);
    }

    @Override
    public void executeAfterOthers(Runnable work) {
        execute(work);
    }

    @Override
    public void schedule(long nanos, Runnable work) {
        scheduled.add(new Repeated(clock.nanos() + nanos, work));
    }

    @Override
    public void repeat(long nanos, Runnable work) {
        repeated.add(new Repeated(nanos, work));
    }

    void end() {
        ended = true;
    }

    /** How many things are to be done. */
    int waiting() {
        return next.size();
    }

    /** Does what is to be done by now, but not what that leads to. */
    void round() {
        int count = next.size();
        for (int i = 0; i < count; i++) {
            run(next.remove());
        }
    }

    /** Does all that is to be done. */
    void settle() {
        while (!next.isEmpty()) {
            round();
        }
    }

    /** On the loop's thread, such as what a connection tells. */
    void run(Runnable work) {
        running = true;
        try {
            work.run();
        } finally {
            running = false;
        }
    }

    /** Lets time pass, a quarter of a second after the other, and does all that is due. */
    void pass(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusMillis(250)) {
            clock.advance(Duration.ofMillis(250));
            List<Repeated> due = scheduled.stream()
                    .filter(each -> each.nanos() - clock.nanos() <= 0)
                    .toList();
            scheduled.removeAll(due);
            due.forEach(each -> run(each.work()));
            repeated.forEach(each -> run(each.work()));
            settle();
        }
    }
}
