package dev.taskcast.task;

/**
 * A transaction of the application in the database that tasks are kept in, as the store of that database makes it: with PostgreSQL
 * by {@code JdbcTransaction.of(connection)}. It is used while {@code submit} is called, and by that thread alone.
 *
 * @see SubmitOptions#in
 */
public interface StoreTransaction {}
