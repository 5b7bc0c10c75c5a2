package dev.taskcast.store.jdbc.nemesis;

import dev.taskcast.time.TaskClock;
import java.time.Duration;
import java.time.Instant;

/**
 * The system's, with a wall clock that nobody has set right.
 *
 * @param off by how much it is wrong
 */
record WrongClock(Duration off) implements TaskClock {
    @Override
    public Instant instant() {
        return TaskClock.system().instant().plus(off);
    }

    @Override
    public long nanos() {
        return TaskClock.system().nanos();
    }

    @Override
    public Timers newTimers() {
        return TaskClock.system().newTimers();
    }
}
