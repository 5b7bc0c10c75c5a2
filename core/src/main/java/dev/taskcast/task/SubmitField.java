package dev.taskcast.task;

/**
 * What a request that submits a task may say of when it runs, where its type {@linkplain TypeOptions.Builder#submittable lets it}. Of
 * what the type does not name, a request is taken as if it had said nothing.
 */
public enum SubmitField {
    /** Whose turn it is: {@code key}, see {@link SubmitOptions.Builder#key(String)}. */
    KEY,
    /** How soon: {@code priority}, see {@link SubmitOptions.Builder#priority}. */
    PRIORITY,
    /** Not before: {@code after} or {@code runAt}, see {@link SubmitOptions.Builder#after} and {@link SubmitOptions.Builder#runAt}. */
    DELAY,
    /** Which key it is to have alone among its owner's: {@code unique}, see {@link Unique}. Goes before what the type says. */
    UNIQUE
}
