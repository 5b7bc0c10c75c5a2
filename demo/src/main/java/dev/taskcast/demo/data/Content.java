package dev.taskcast.demo.data;

import java.io.IOException;
import java.io.OutputStream;

/** What is in a file. The same each time. */
@FunctionalInterface
interface Content {
    /**
     * Writes all of it.
     *
     * @param out buffered, closed by the caller
     * @throws IOException if the disk is full, for example
     */
    void writeTo(OutputStream out) throws IOException;
}
