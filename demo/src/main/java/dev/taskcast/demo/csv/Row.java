package dev.taskcast.demo.csv;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;

/** One row of a CSV file. */
public final class Row {
    /** What a decoder puts in the place of bytes that are not UTF-8. */
    private static final char NOT_UTF_8 = '\uFFFD';

    private final String file;
    private final CsvRecord fields;

    Row(String file, CsvRecord fields) {
        this.file = file;
        this.fields = fields;
    }

    /**
     * Checks the row's shape. The other methods are for rows that have passed it.
     *
     * @param count how many fields it must have
     * @return this
     * @throws MalformedRowException if it has more or fewer, or one that is not UTF-8
     */
    public Row requireFields(int count) throws MalformedRowException {
        if (fields.getFieldCount() != count) {
            throw malformed("must have " + count + " fields, got: " + fields.getFieldCount());
        }
        for (int i = 0; i < count; i++) {
            if (fields.getField(i).indexOf(NOT_UTF_8) >= 0) {
                throw malformed("must be UTF-8, got: \"" + fields.getField(i) + "\"");
            }
        }
        return this;
    }

    /**
     * A field as it stands.
     *
     * @param field from 0
     * @return may be empty
     */
    public String text(int field) {
        return fields.getField(field);
    }

    /**
     * A field that has to be there.
     *
     * @param field from 0
     * @param name of the column
     * @return not blank
     * @throws MalformedRowException if it is blank
     */
    public String requireText(int field, String name) throws MalformedRowException {
        String text = text(field);
        if (text.isBlank()) {
            throw malformed(name + " must not be empty");
        }
        return text;
    }

    /**
     * A field that counts something.
     *
     * @param field from 0
     * @param name of the column
     * @return at least 1
     * @throws MalformedRowException if it is no whole number above 0
     */
    public int requireCount(int field, String name) throws MalformedRowException {
        try {
            int count = Integer.parseInt(text(field));
            if (count > 0) {
                return count;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw mustBe(field, name, "a whole number above 0");
    }

    /**
     * A field with an amount of money.
     *
     * @param field from 0
     * @param name of the column
     * @return the amount in cents
     * @throws MalformedRowException if it is no number with at most two decimals
     */
    public long requireCents(int field, String name) throws MalformedRowException {
        try {
            return new BigDecimal(text(field)).movePointRight(2).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw mustBe(field, name, "an amount such as 19.90");
        }
    }

    /**
     * A field with a day.
     *
     * @param field from 0
     * @param name of the column
     * @return a day that the calendar has
     * @throws MalformedRowException if it is none
     */
    public LocalDate requireDate(int field, String name) throws MalformedRowException {
        try {
            return LocalDate.parse(text(field));
        } catch (DateTimeException e) {
            throw mustBe(field, name, "a date such as 2025-03-14");
        }
    }

    /**
     * Says that this row is malformed.
     *
     * @param what is wrong with it
     * @return to be thrown
     */
    public MalformedRowException malformed(String what) {
        return new MalformedRowException(file, fields.getStartingLineNumber(), what);
    }

    private MalformedRowException mustBe(int field, String name, String rule) {
        return malformed(name + " must be " + rule + ", got: \"" + text(field) + "\"");
    }
}
