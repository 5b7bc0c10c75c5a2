package dev.taskcast.demo.orders;

import dev.taskcast.demo.csv.MalformedRowException;
import dev.taskcast.demo.csv.Row;
import java.time.LocalDate;

/** One order. */
record Order(
        String number,
        LocalDate orderedOn,
        Customer customer,
        String product,
        int quantity,
        long unitPriceCents,
        String note) {
    private static final int FIELDS = 12;

    record Customer(String name, String email, String street, String postcode, String city, String country) {}

    /** An order as its row has it, if that is well formed. */
    static Order of(Row row) throws MalformedRowException {
        row.requireFields(FIELDS);
        return new Order(
                row.requireText(0, "order"),
                row.requireDate(1, "ordered_on"),
                customer(row),
                row.requireText(8, "product"),
                row.requireCount(9, "quantity"),
                row.requireCents(10, "unit_price"),
                row.text(11));
    }

    private static Customer customer(Row row) throws MalformedRowException {
        String email = row.text(3);
        if (email.indexOf('@') < 1) {
            throw row.malformed("email must have an @, got: \"" + email + "\"");
        }
        return new Customer(row.requireText(2, "customer"), email, row.text(4), row.text(5), row.text(6), row.text(7));
    }
}
