/** The store in a database: {@link dev.taskcast.store.jdbc.JdbcTaskStore}. */
@NullMarked
package dev.taskcast.store.jdbc;

import org.jspecify.annotations.NullMarked;
