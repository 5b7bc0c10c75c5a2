package dev.taskcast.spring.autoconfigure;

import java.sql.Connection;

/** In which transaction the caller is. Thread-safe. */
interface Transactions {
    /** There never is one: what Spring has for transactions is not there. */
    Transactions NEVER = new Transactions() {
        @Override
        public Now now() {
            return new None();
        }

        @Override
        public void afterCommit(Runnable action) {
            throw new IllegalStateException("There must be a transaction, got: none");
        }
    };

    /** Where a submit belongs. */
    sealed interface Now permits None, Ours, Another {}

    /** To no transaction. */
    record None() implements Now {}

    /**
     * To a transaction on the store's database.
     *
     * @param connection the transaction's
     */
    record Ours(Connection connection) implements Now {}

    /** To a transaction that the store can't be part of. */
    record Another() implements Now {}

    /** Where a submit of the caller's belongs. */
    Now now();

    /** Has something done once the caller's transaction is committed, if it is. */
    void afterCommit(Runnable action);
}
