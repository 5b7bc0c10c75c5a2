package dev.taskcast.demo.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * A CSV file with a header.
 *
 * @param path where it is
 */
public record CsvFile(Path path) {
    private static final int BUFFER_BYTES = 1 << 16;

    /**
     * What people call it.
     *
     * @return the last part of its path
     */
    public String name() {
        return path.getFileName().toString();
    }

    /**
     * Tells this content from another one, as far as can be told without reading it.
     *
     * @return its size and the moment that it was written at
     * @throws IOException if it can't be read
     */
    public String version() throws IOException {
        return Files.size(path) + " bytes at " + Files.getLastModifiedTime(path).toMillis();
    }

    /**
     * Counts the rows, to know how far one is.
     *
     * @return how many lines follow the header; a few too many where fields have line breaks in them
     * @throws IOException if it can't be read
     */
    public int countRows() throws IOException {
        int lines = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(path)) {
            for (int read; (read = in.read(buffer)) > 0; ) {
                for (int i = 0; i < read; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
        }
        return Math.max(0, lines - 1);
    }

    /**
     * Reads the rows after the header.
     *
     * @return close them
     * @throws IOException if the file can't be read
     */
    public Rows rows() throws IOException {
        InputStream in = Files.newInputStream(path);
        // Rows of another length are handed on: what they mean is for the reader to say.
        CloseableIterator<CsvRecord> records = CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(in, StandardCharsets.UTF_8)
                .iterator();
        Rows rows = new Rows(name(), records);
        if (rows.hasNext()) {
            rows.next();
        }
        return rows;
    }

    /** The rows of a file, from the first to the last. Not thread-safe. */
    public static final class Rows implements Iterator<Row>, AutoCloseable {
        private final String file;
        private final CloseableIterator<CsvRecord> records;

        private Rows(String file, CloseableIterator<CsvRecord> records) {
            this.file = file;
            this.records = records;
        }

        @Override
        public boolean hasNext() {
            return records.hasNext();
        }

        @Override
        public Row next() {
            return new Row(file, records.next());
        }

        /** Closes the file. */
        @Override
        public void close() throws IOException {
            records.close();
        }
    }
}
