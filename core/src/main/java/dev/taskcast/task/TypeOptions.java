package dev.taskcast.task;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a type's tasks are run, and who may submit them. Immutable; made by {@link #builder()}.
 *
 * @param <P> the payload
 */
public final class TypeOptions<P> {
    private final TaskOptions tasks;
    private final boolean submittable;
    private final Set<SubmitField> settable;
    private final @Nullable Consumer<? super P> validator;
    private final @Nullable Function<? super P, ? extends @Nullable Unique> unique;

    private TypeOptions(Builder<P> from) {
        tasks = from.tasks;
        submittable = from.submittable;
        settable = Collections.unmodifiableSet(EnumSet.copyOf(from.settable));
        validator = from.validator;
        unique = from.unique;
    }

    /**
     * Starts from the defaults.
     *
     * @param <P> the payload
     * @return a builder, not thread-safe
     */
    public static <P> Builder<P> builder() {
        return new Builder<>();
    }

    /**
     * How the type's tasks are shown and run, where a submit does not say otherwise.
     *
     * @return options
     */
    public TaskOptions tasks() {
        return tasks;
    }

    /**
     * Whether tasks of this type can be submitted over HTTP.
     *
     * @return false by default
     */
    public boolean isSubmittable() {
        return submittable;
    }

    /**
     * What a request that submits such a task may say of when it runs.
     *
     * @return immutable; empty by default
     */
    public Set<SubmitField> settable() {
        return settable;
    }

    /**
     * Checks a payload.
     *
     * @param payload about to be submitted
     * @throws IllegalArgumentException if the validator refuses it
     */
    public void validate(P payload) {
        if (validator != null) {
            validator.accept(payload);
        }
    }

    /**
     * Which key a task is to have alone.
     *
     * @param payload about to be submitted
     * @return null where there may be any number of them, the default
     */
    public @Nullable Unique unique(P payload) {
        return unique == null ? null : unique.apply(payload);
    }

    /**
     * Collects {@link TypeOptions}. Not thread-safe.
     *
     * @param <P> the payload
     */
    public static final class Builder<P> {
        private TaskOptions tasks = TaskOptions.DEFAULT;
        private boolean submittable;
        private final EnumSet<SubmitField> settable = EnumSet.noneOf(SubmitField.class);
        private @Nullable Consumer<? super P> validator;
        private @Nullable Function<? super P, ? extends @Nullable Unique> unique;

        private Builder() {}

        /**
         * How the type's tasks are shown and run.
         *
         * @param options defaults for each task
         * @return this
         * @throws IllegalArgumentException if they have a schedule: that is for a task that is registered
         */
        public Builder<P> tasks(TaskOptions options) {
            if (options.schedule().isPresent()) {
                throw new IllegalArgumentException(
                        "A type can't have a schedule, since its tasks have payloads: register a task that submits them, got: "
                                + options.schedule().get());
            }
            tasks = options;
            return this;
        }

        /**
         * Lets tasks of this type be submitted over HTTP, by viewers who may.
         *
         * @param settable what a request may say of when its task runs; nothing by default. The viewer is asked with the key and the
         *     priority that it wants
         * @return this
         */
        public Builder<P> submittable(SubmitField... settable) {
            submittable = true;
            this.settable.addAll(List.of(settable));
            return this;
        }

        /**
         * Checks each payload before its task is made.
         *
         * @param check throws {@link IllegalArgumentException} for a payload that it refuses, with a message for whoever
         *     sent it
         * @return this
         */
        public Builder<P> validate(Consumer<? super P> check) {
            validator = check;
            return this;
        }

        /**
         * Says by the payload which task is to be the only one with its key, also of those that are submitted over HTTP. Tasks of
         * different owners have different keys, whatever they are: nobody joins, or takes away, what is another's; those without an
         * owner share theirs. What
         * {@link SubmitOptions.Builder#unique} says goes before.
         *
         * @param key gives the key and what becomes of a submit, or null where there may be any number; may throw as {@link #validate}
         * @return this
         */
        public Builder<P> unique(Function<? super P, ? extends @Nullable Unique> key) {
            unique = key;
            return this;
        }

        /**
         * Makes the options.
         *
         * @return immutable options
         */
        public TypeOptions<P> build() {
            return new TypeOptions<>(this);
        }
    }
}
