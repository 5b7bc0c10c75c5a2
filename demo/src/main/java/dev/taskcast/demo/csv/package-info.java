/** Rows of CSV files, read by people's rules: a malformed one is named, not guessed at. */
@NullMarked
package dev.taskcast.demo.csv;

import org.jspecify.annotations.NullMarked;
