package dev.taskcast.queue;

/** What a limit is of. */
public sealed interface LimitOf {

    /** Of all tasks. */
    record Manager() implements LimitOf {}

    /**
     * Of a queue.
     *
     * @param name its name; "" is the default queue
     */
    record Queue(String name) implements LimitOf {}

    /**
     * Of a type.
     *
     * @param name its name
     */
    record Type(String name) implements LimitOf {}

    /**
     * Of every key of a queue by itself. Tasks without a key are in no such limit.
     *
     * @param queue the name of the queue
     */
    record EachKey(String queue) implements LimitOf {}

    /**
     * Of one key of a queue, in place of the queue's {@link EachKey}.
     *
     * @param queue the name of the queue
     * @param key the key
     */
    record Key(String queue, String key) implements LimitOf {}
}
