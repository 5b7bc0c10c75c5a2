package dev.taskcast.demo.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What goes wrong with a row on its way through other people's programs. */
enum Damage {
    CUT_SHORT,
    UNQUOTED_COMMA,
    AMOUNT_IN_WORDS,
    LETTER_FOR_DIGIT,
    NO_SUCH_DAY,
    NO_CUSTOMER,
    NEGATIVE_QUANTITY,
    EMAIL_WITHOUT_AT,
    LATIN_1;

    static Damage draw(RandomGenerator random) {
        return values()[random.nextInt(values().length)];
    }

    /** Writes an order that has suffered it. */
    void write(String[] order, CsvWriter csv, OutputStream out) throws IOException {
        switch (this) {
            case CUT_SHORT -> csv.writeRecord(Arrays.copyOf(order, 7));
            case UNQUOTED_COMMA -> raw(order, csv, out);
            case AMOUNT_IN_WORDS -> with(csv, order, 10, "on request");
            case LETTER_FOR_DIGIT -> with(csv, order, 10, order[10].substring(0, order[10].length() - 1) + "O");
            case NO_SUCH_DAY -> with(csv, order, 1, "2025-02-30");
            case NO_CUSTOMER -> with(csv, order, 2, "");
            case NEGATIVE_QUANTITY -> with(csv, order, 9, "-" + order[9]);
            case EMAIL_WITHOUT_AT -> with(csv, order, 3, order[3].replace('@', ' '));
            case LATIN_1 -> latin1(order, csv, out);
        }
    }

    private static void with(CsvWriter csv, String[] order, int field, String value) {
        order[field] = value;
        csv.writeRecord(order);
    }

    /** The customer's comma makes a field too many. */
    private static void raw(String[] order, CsvWriter csv, OutputStream out) throws IOException {
        csv.flush();
        out.write((order[0] + "," + order[1] + "," + order[2] + "," + String.join(",", plain(order)) + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
    }

    /** A name in another encoding: bytes that are not UTF-8. */
    private static void latin1(String[] order, CsvWriter csv, OutputStream out) throws IOException {
        csv.flush();
        out.write((order[0] + "," + order[1] + ",\"Müller, Zoë\"," + String.join(",", plain(order)) + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String[] plain(String[] order) {
        return Arrays.stream(order, 3, order.length)
                .map(field -> field.replace(",", "").replace("\"", ""))
                .toArray(String[]::new);
    }
}
