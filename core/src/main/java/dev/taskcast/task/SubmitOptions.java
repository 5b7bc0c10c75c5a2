package dev.taskcast.task;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a submitted task is. Immutable; made by {@link #builder()}. */
public final class SubmitOptions {
    /** An id of its own, and what its type says. */
    public static final SubmitOptions DEFAULT = builder().build();

    private static final Duration LONGEST_DELAY = Duration.ofDays(36_525);
    private static final Instant LATEST = Instant.parse("2126-01-01T00:00:00Z");

    private final @Nullable String id;
    private final Words words;
    private final @Nullable StoreTransaction transaction;
    private final @Nullable String key;
    private final int weight;
    private final int priority;
    private final @Nullable Duration delay;
    private final @Nullable Instant runAt;
    private final @Nullable Unique unique;

    private SubmitOptions(Builder from) {
        id = from.id;
        words = from.words.checked();
        transaction = from.transaction;
        key = from.key;
        weight = from.weight;
        priority = from.priority;
        delay = from.delay;
        runAt = from.runAt;
        unique = from.unique;
        if (unique != null && transaction != null) {
            throw new IllegalArgumentException("A submit in a transaction can't be unique, got: " + unique
                    + ". What was acknowledged with the commit could not be dropped later");
        }
        if (unique != null && unique.mode() == Unique.Mode.DEBOUNCE && isPutOff()) {
            throw new IllegalArgumentException(
                    "A debounce says itself when the task is due, got: another time beside " + unique);
        }
    }

    /**
     * Whether it says when the task is due.
     *
     * @return false where that is at once
     */
    public boolean isPutOff() {
        return delay != null || runAt != null;
    }

    /**
     * How long the task is to wait at the least, from its submit.
     *
     * @return empty where that was not given
     */
    public Optional<Duration> delay() {
        return Optional.ofNullable(delay);
    }

    /**
     * When the task is to begin at the earliest.
     *
     * @return empty where that was not given
     */
    public Optional<Instant> runAt() {
        return Optional.ofNullable(runAt);
    }

    /**
     * That there is to be one task with a key.
     *
     * @return empty where there may be any number, or the type says it
     */
    public Optional<Unique> unique() {
        return Optional.ofNullable(unique);
    }

    /**
     * When the task is due.
     *
     * @param now on the store's clock, in epoch milliseconds
     * @return on the same clock; {@code now} where it was not put off
     */
    public long dueAt(long now) {
        if (runAt != null) {
            return Math.max(now, runAt.toEpochMilli());
        }
        return delay == null ? now : now + delay.toMillis();
    }

    /**
     * Short for {@code builder().in(transaction).build()}.
     *
     * @param transaction of the database that the tasks are kept in
     * @return options with it and defaults
     */
    public static SubmitOptions in(StoreTransaction transaction) {
        return builder().in(transaction).build();
    }

    /**
     * Starts from the defaults.
     *
     * @return a builder, not thread-safe
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts from these options.
     *
     * @return a builder, not thread-safe
     */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.words = words;
        builder.transaction = transaction;
        builder.key = key;
        builder.weight = weight;
        builder.priority = priority;
        builder.delay = delay;
        builder.runAt = runAt;
        builder.unique = unique;
        return builder;
    }

    /**
     * The id that was asked for.
     *
     * @return empty where the task is to get one of its own
     */
    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /**
     * The caller's own transaction.
     *
     * @return empty where the task is made by itself, the default
     */
    public Optional<StoreTransaction> transaction() {
        return Optional.ofNullable(transaction);
    }

    /**
     * The identity of a task with these options.
     *
     * @param taskId its id
     * @param typeName the name of its type
     * @param defaults of the type
     * @return these options, and the type's where these say nothing; the tags of both
     */
    public TaskIdentity identity(String taskId, String typeName, TaskOptions defaults) {
        return words.or(defaults.words()).identity(taskId, typeName, turn(defaults.turn()));
    }

    private Turn turn(Turn type) {
        return key == null && priority == Turn.NORMAL_PRIORITY ? type : new Turn(type.queue(), key, priority, weight);
    }

    /** Collects {@link SubmitOptions}. Not thread-safe. */
    public static final class Builder {
        private @Nullable String id;
        private Words words = Words.NONE;
        private @Nullable StoreTransaction transaction;
        private @Nullable String key;
        private int weight = 1;
        private int priority = Turn.NORMAL_PRIORITY;
        private @Nullable Duration delay;
        private @Nullable Instant runAt;
        private @Nullable Unique unique;

        private Builder() {}

        /**
         * Says whose turn it is within the queue: keys that wait get equal shares of the starts, however much each has waiting; and
         * a queue may have a limit for each key.
         *
         * @param key a tenant, say; 1 to {@link Turn#MAX_NAME} characters
         * @return this
         * @throws IllegalArgumentException if it is empty or too long
         */
        public Builder key(String key) {
            return key(key, 1);
        }

        /**
         * As {@link #key(String)}, with a weight: one of 2 gets twice as many starts as one of 1.
         *
         * @param key a tenant, say; 1 to {@link Turn#MAX_NAME} characters
         * @param weight 1 to {@link Turn#MAX_WEIGHT}
         * @return this
         * @throws IllegalArgumentException if one is out of range
         */
        public Builder key(String key, int weight) {
            Turn checked = new Turn(null, key, Turn.NORMAL_PRIORITY, weight);
            this.key = checked.key();
            this.weight = checked.weight();
            return this;
        }

        /**
         * Lets the task begin before or after others of its queue. Each step is worth a minute of waiting: nobody waits for ever.
         *
         * @param priority 0 to 9, higher ones begin sooner; 4 by default
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder priority(int priority) {
            this.priority = new Turn(null, null, priority, 1).priority();
            return this;
        }

        /**
         * Puts the task off. In place of {@link #runAt}.
         *
         * @param delay from the submit on, on the store's clock; zero to 100 years
         * @return this
         * @throws IllegalArgumentException if it is negative or longer
         */
        public Builder after(Duration delay) {
            if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
                throw new IllegalArgumentException("A delay must be between zero and 100 years, got: " + delay);
            }
            this.delay = delay;
            runAt = null;
            return this;
        }

        /**
         * Puts the task off until a time. In place of {@link #after}.
         *
         * @param time on the store's clock; at once where it has passed, and at most 100 years after 2026
         * @return this
         * @throws IllegalArgumentException if it is later
         */
        public Builder runAt(Instant time) {
            if (time.isAfter(LATEST)) {
                throw new IllegalArgumentException("A task must be due before " + LATEST + ", got: " + time);
            }
            runAt = time;
            delay = null;
            return this;
        }

        /**
         * Says that there is to be one task of the type with a key, over all nodes, and what becomes of this submit where there is one
         * already. In place of what {@link TypeOptions} say. Not together with {@link #in}.
         *
         * @param unique the key, and what becomes of it; any number of tasks by default
         * @return this
         */
        public Builder unique(Unique unique) {
            this.unique = unique;
            return this;
        }

        /**
         * Gives the task an id.
         *
         * @param id a valid one, see {@link TaskId}; by default the task gets one of its own, which sorts by time
         * @return this
         * @throws IllegalArgumentException if it is invalid
         */
        public Builder id(String id) {
            this.id = TaskId.requireValid(id);
            return this;
        }

        /**
         * Names the task for people.
         *
         * @param title the type's by default; at most {@link TaskText#MAX_TITLE} characters
         * @return this
         * @throws IllegalArgumentException if it is longer
         */
        public Builder title(String title) {
            words = words.titled(title);
            return this;
        }

        /**
         * Describes the task for people.
         *
         * @param description the type's by default; at most {@link TaskText#MAX_DESCRIPTION} characters
         * @return this
         * @throws IllegalArgumentException if it is longer
         */
        public Builder description(String description) {
            words = words.described(description);
            return this;
        }

        /**
         * Says whom the task belongs to.
         *
         * @param owner in the application's own terms, at most {@link TaskText#MAX_OWNER} characters; the type's by
         *     default
         * @return this
         * @throws IllegalArgumentException if it is longer
         */
        public Builder owner(String owner) {
            words = words.ownedBy(owner);
            return this;
        }

        /**
         * Labels the task, beside the type's tags.
         *
         * @param tags in the application's own terms, each of at most {@link TaskText#MAX_TAG} characters, and at most
         *     {@link TaskText#MAX_TAGS}
         * @return this
         */
        public Builder tags(String... tags) {
            words = words.tagged(List.of(tags));
            return this;
        }

        /**
         * Submits within the caller's own transaction: the task is made when that is committed, or not at all. It is seen a
         * moment after the commit, and a transaction that stays open delays nobody.
         *
         * @param transaction of the database that the tasks are kept in, PostgreSQL only: {@code JdbcTransaction.of(connection)}
         * @return this
         */
        public Builder in(StoreTransaction transaction) {
            this.transaction = Objects.requireNonNull(transaction, "transaction");
            return this;
        }

        /**
         * Makes the options.
         *
         * @return immutable options
         * @throws IllegalArgumentException if there are too many tags, or one is too long; if it is to be unique in a transaction; or a
         *     debounce has another time beside it
         */
        public SubmitOptions build() {
            return new SubmitOptions(this);
        }
    }
}
