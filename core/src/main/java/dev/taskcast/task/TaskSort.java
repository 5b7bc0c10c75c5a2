package dev.taskcast.task;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** In which order {@link TaskQuery} finds tasks. Those that are equal in it stand in the order of their registration, or against it. */
public enum TaskSort {
    /** In the order of registration. */
    CREATED("created", By.CREATED, false),
    /** The newest first. */
    CREATED_DESC("-created", By.CREATED, true),
    /** By the start of the newest run; of the tasks that have one. */
    STARTED("started", By.STARTED, false),
    /** The last started first. */
    STARTED_DESC("-started", By.STARTED, true),
    /** By the end of the newest run; of the tasks that have ended. */
    ENDED("ended", By.ENDED, false),
    /** The last ended first. */
    ENDED_DESC("-ended", By.ENDED, true),
    /** By how long the newest run took; of the tasks that have ended and had a run. */
    DURATION("duration", By.DURATION, false),
    /** The longest first. */
    DURATION_DESC("-duration", By.DURATION, true);

    private static final Map<String, TaskSort> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(TaskSort::wireName, Function.identity()));

    /** What tasks are sorted by. */
    public enum By {
        /** The position of the event that made the task. */
        CREATED,
        /** The start of its newest run. */
        STARTED,
        /** The end of its newest run. */
        ENDED,
        /** The time between both. */
        DURATION
    }

    private final String wireName;
    private final By by;
    private final boolean isDescending;

    TaskSort(String wireName, By by, boolean isDescending) {
        this.wireName = wireName;
        this.by = by;
        this.isDescending = isDescending;
    }

    /**
     * The order as it is written on the wire.
     *
     * @return for example {@code -ended}
     */
    public String wireName() {
        return wireName;
    }

    /**
     * What is compared.
     *
     * @return the same for both directions
     */
    public By by() {
        return by;
    }

    /**
     * The direction.
     *
     * @return whether the greatest comes first
     */
    public boolean isDescending() {
        return isDescending;
    }

    /**
     * The order with a name.
     *
     * @param wireName as on the wire
     * @return empty where there is none
     */
    public static Optional<TaskSort> of(String wireName) {
        return Optional.ofNullable(BY_NAME.get(wireName));
    }
}
