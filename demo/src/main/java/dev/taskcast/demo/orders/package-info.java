/** Orders from a CSV file into an SQLite database, and the refunds of them. */
@NullMarked
package dev.taskcast.demo.orders;

import org.jspecify.annotations.NullMarked;
