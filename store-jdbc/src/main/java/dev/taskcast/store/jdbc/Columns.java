package dev.taskcast.store.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that one statement writes, column by column. */
final class Columns {
    /** What a column holds. */
    enum Kind {
        LONG,
        INT,
        TEXT,
        BYTES
    }

    private final Kind[] kinds;
    private final List<@Nullable Object[]> rows = new ArrayList<>();

    Columns(Kind... kinds) {
        this.kinds = kinds;
    }

    static Columns ofLongs() {
        return new Columns(Kind.LONG);
    }

    void add(@Nullable Object... row) {
        rows.add(row);
    }

    int size() {
        return rows.size();
    }

    /**
     * The rows from one to another.
     *
     * @return for each column an array: {@code long[]}, {@code int[]}, {@code String[]} or {@code byte[][]}
     */
    List<Object> arrays(int from, int to) {
        List<Object> arrays = new ArrayList<>(kinds.length);
        for (int column = 0; column < kinds.length; column++) {
            arrays.add(array(column, from, to));
        }
        return arrays;
    }

    private Object array(int column, int from, int to) {
        List<@Nullable Object[]> part = rows.subList(from, to);
        return switch (kinds[column]) {
            case LONG -> part.stream().mapToLong(row -> number(row[column])).toArray();
            case INT -> part.stream().mapToInt(row -> (int) number(row[column])).toArray();
            case TEXT -> part.stream().map(row -> (String) row[column]).toArray(String[]::new);
            case BYTES -> part.stream().map(row -> (byte[]) row[column]).toArray(byte[][]::new);
        };
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
