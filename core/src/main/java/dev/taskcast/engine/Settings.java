package dev.taskcast.engine;

import dev.taskcast.time.TaskClock;
import java.time.Duration;

/**
 * How an engine works; valid.
 *
 * @param maxHistory how many ended tasks may stay; {@code Integer.MAX_VALUE} for all
 * @param eventBufferSize how many transitions a reconnect may have missed
 * @param progressInterval between two changes of a task's progress; zero makes every report an event
 * @param closeTimeout how long closing waits for handlers
 * @param debug whether starts and cancels that do nothing are logged
 * @param clock all time
 */
public record Settings(
        int maxHistory,
        int eventBufferSize,
        Duration progressInterval,
        Duration closeTimeout,
        boolean debug,
        TaskClock clock) {}
