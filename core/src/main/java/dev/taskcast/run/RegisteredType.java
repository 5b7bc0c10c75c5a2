package dev.taskcast.run;

import dev.taskcast.codec.Payload;
import dev.taskcast.codec.TaskCodec;
import dev.taskcast.task.SubmitField;
import dev.taskcast.task.TaskContext;
import dev.taskcast.task.TaskHandler;
import dev.taskcast.task.TaskOptions;
import dev.taskcast.task.TaskType;
import dev.taskcast.task.TypeOptions;
import dev.taskcast.task.Unique;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Registered code. Thread-safe. */
public final class RegisteredType {
    /** What is known of a type that tasks are submitted to. */
    private static final class Typed<P, R> {
        private final TaskType<P, R> type;
        private final TypeOptions<P> options;
        private final TaskType.Handler<P, R> handler;
        private final @Nullable TaskCodec codec;

        Typed(TaskType<P, R> type, TypeOptions<P> options, TaskType.Handler<P, R> handler, @Nullable TaskCodec codec) {
            this.type = type;
            this.options = options;
            this.handler = handler;
            this.codec = codec;
        }

        @SuppressWarnings("NullAway") // null only where null was submitted
        void run(TaskContext ctx, @Nullable Payload payload) throws Exception {
            P value = value(payload);
            R result = handler.run(ctx, value);
            if (result != null) {
                ctx.result(result);
            }
        }

        @Nullable
        P value(@Nullable Payload payload) {
            return payload == null ? null : payload.value(type.payloadType(), codec);
        }

        @Nullable
        Unique unique(@Nullable Object value) {
            return value == null ? null : options.unique(type.payloadType().cast(value));
        }

        void validate(@Nullable Object value) {
            if (value != null) {
                options.validate(type.payloadType().cast(value));
            }
        }
    }

    private final Object code; // TaskHandler or Typed: one object less a task than a common interface
    private final TaskOptions options;

    private RegisteredType(Object code, TaskOptions options) {
        this.code = code;
        this.options = options;
    }

    /**
     * Of a task that is registered by itself.
     *
     * @param handler its code
     * @param options how
     * @return the type of that one task
     */
    public static RegisteredType of(TaskHandler handler, TaskOptions options) {
        return new RegisteredType(handler, options);
    }

    /**
     * Of tasks that are submitted.
     *
     * @param type name and classes
     * @param handler the code
     * @param options how, and who may
     * @param codec decodes payloads, or null
     * @param <P> the payload
     * @param <R> the result
     * @return the type
     */
    public static <P, R> RegisteredType of(
            TaskType<P, R> type, TaskType.Handler<P, R> handler, TypeOptions<P> options, @Nullable TaskCodec codec) {
        return new RegisteredType(new Typed<>(type, options, handler, codec), options.tasks());
    }

    void run(TaskContext ctx, @Nullable Payload payload) throws Exception {
        switch (code) {
            case TaskHandler handler -> handler.run(ctx);
            case Typed<?, ?> typed -> typed.run(ctx, payload);
            default -> throw new IllegalStateException("A type's code must be a handler, got: " + code.getClass());
        }
    }

    /** What a task was submitted with, decoded anew. */
    @Nullable
    Object payload(@Nullable Payload payload) {
        return code instanceof Typed<?, ?> typed ? typed.value(payload) : null;
    }

    /**
     * How its tasks are run.
     *
     * @return the options
     */
    public TaskOptions options() {
        return options;
    }

    /**
     * Whether tasks are submitted to it, rather than it being one task's own.
     *
     * @return true for one that was made by {@code type}
     */
    public boolean isTyped() {
        return code instanceof Typed;
    }

    /**
     * Whether tasks can be submitted to it over HTTP.
     *
     * @return what its options say
     */
    public boolean isSubmittable() {
        return code instanceof Typed<?, ?> typed && typed.options.isSubmittable();
    }

    /**
     * What a request that submits such a task may say of when it runs.
     *
     * @return what its options say
     */
    public Set<SubmitField> settable() {
        return code instanceof Typed<?, ?> typed ? typed.options.settable() : Set.of();
    }

    /**
     * What its handler takes.
     *
     * @return the class of its payloads; {@code Void} where none are submitted to it
     */
    public Class<?> payloadType() {
        return code instanceof Typed<?, ?> typed ? typed.type.payloadType() : Void.class;
    }

    /**
     * Which key a task is to have alone.
     *
     * @param value of the payload's class, or null
     * @return null where there may be any number of them
     */
    public @Nullable Unique unique(@Nullable Object value) {
        return code instanceof Typed<?, ?> typed ? typed.unique(value) : null;
    }

    /**
     * Checks a payload by the type's own validator.
     *
     * @param value of the payload's class, or null
     * @throws IllegalArgumentException if it is refused
     */
    public void validate(@Nullable Object value) {
        if (code instanceof Typed<?, ?> typed) {
            typed.validate(value);
        }
    }
}
