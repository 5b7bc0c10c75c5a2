package dev.taskcast.task;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a submitted task is. Immutable; made by {@link #builder()}. */
public final class SubmitOptions {
    /** An id of its own, and what its type says. */
    public static final SubmitOptions DEFAULT = builder().build();

    private final @Nullable String id;
    private final @Nullable String title;
    private final @Nullable String description;
    private final @Nullable String owner;
    private final List<String> tags;
    private final @Nullable Connection transaction;

    private SubmitOptions(Builder from) {
        id = from.id;
        title = from.title;
        description = from.description;
        owner = from.owner;
        tags = List.copyOf(new LinkedHashSet<>(from.tags));
        TaskText.tags(tags, tags.size());
        transaction = from.transaction;
    }

    /**
     * Short for {@code builder().in(transaction).build()}.
     *
     * @param transaction to the database that the tasks are kept in
     * @return options with it and defaults
     */
    public static SubmitOptions in(Connection transaction) {
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
    public Optional<Connection> transaction() {
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
        TaskIdentity type = defaults.identity(taskId, typeName);
        Set<String> all = new LinkedHashSet<>(type.tags());
        all.addAll(tags);
        return new TaskIdentity(
                taskId,
                typeName,
                title == null ? type.title() : title,
                description == null ? type.description() : description,
                owner == null ? type.owner() : owner,
                List.copyOf(all));
    }

    /** Collects {@link SubmitOptions}. Not thread-safe. */
    public static final class Builder {
        private @Nullable String id;
        private @Nullable String title;
        private @Nullable String description;
        private @Nullable String owner;
        private final List<String> tags = new ArrayList<>();
        private @Nullable Connection transaction;

        private Builder() {}

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
            this.title = TaskText.atMost("A title", title, TaskText.MAX_TITLE);
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
            this.description = TaskText.atMost("A description", description, TaskText.MAX_DESCRIPTION);
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
            this.owner = TaskText.atMost("An owner", owner, TaskText.MAX_OWNER);
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
            this.tags.addAll(List.of(tags));
            return this;
        }

        /**
         * Submits within the caller's own transaction: the task is made when that is committed, or not at all. It is seen a
         * moment after the commit, and a transaction that stays open delays nobody.
         *
         * @param transaction to the database that the tasks are kept in, not in auto-commit mode. PostgreSQL only
         * @return this
         */
        public Builder in(Connection transaction) {
            this.transaction = transaction;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return immutable options
         * @throws IllegalArgumentException if there are too many tags, or one is too long
         */
        public SubmitOptions build() {
            return new SubmitOptions(this);
        }
    }
}
