package dev.taskcast.demo.orders;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The SQL that stands in the resources beside this class. */
enum Sql {
    BEGIN_IMPORT("begin-import.sql"),
    NAME_STAGE("name-stage.sql"),
    HAS_STAGE("has-stage.sql"),
    FIND_STAGE("find-stage.sql"),
    COUNT_STAGE("count-stage.sql"),
    INSERT_ORDER("insert-order.sql"),
    END_IMPORT("end-import.sql");

    private final String text;

    Sql(String resource) {
        try (InputStream in = Objects.requireNonNull(Sql.class.getResourceAsStream(resource), resource)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return text;
    }
}
