package dev.taskcast.demo.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.SplittableRandom;

/** A web shop's orders as CSV: some hundred thousand, about one in seven hundred malformed. */
record Orders(int rows) implements Content {
    private static final long SEED = 20_250_314;
    private static final int ROWS_PER_MALFORMED = 700;
    private static final int ORDERS_PER_CUSTOMER = 4;
    private static final LocalDate FIRST_DAY = LocalDate.of(2023, 1, 2);
    private static final WordList PRODUCTS = WordList.of("products.txt");
    private static final WordList NOTES = WordList.of("notes.txt");

    @Override
    public void writeTo(OutputStream out) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        Person[] customers = new Person[Math.max(1, rows / ORDERS_PER_CUSTOMER)];
        for (int i = 0; i < customers.length; i++) {
            customers[i] = Person.draw(random, i);
        }
        CsvWriter csv = CsvWriter.builder().build(out, StandardCharsets.UTF_8);
        csv.writeRecord(
                "order",
                "ordered_on",
                "customer",
                "email",
                "street",
                "postcode",
                "city",
                "country",
                "product",
                "quantity",
                "unit_price",
                "note");
        for (int i = 0; i < rows; i++) {
            String[] order = order(random, customers[random.nextInt(customers.length)], i);
            if (random.nextInt(ROWS_PER_MALFORMED) == 0) {
                Damage.draw(random).write(order, csv, out);
            } else {
                csv.writeRecord(order);
            }
        }
        csv.flush();
    }

    private String[] order(SplittableRandom random, Person customer, int i) {
        String[] product = PRODUCTS.draw(random).split("\\|", 2);
        long cents = Long.parseLong(product[1].replace(".", "")) * (90 + random.nextInt(21)) / 100;
        Person.Address address = customer.address();
        return new String[] {
            "A-" + (1_000_000 + i),
            FIRST_DAY.plusDays((long) i * 1_000 / rows).toString(),
            customer.last() + ", " + customer.first(),
            customer.email(),
            address.street(),
            address.postcode(),
            address.city(),
            address.country(),
            product[0],
            Integer.toString(1 + random.nextInt(3)),
            amount(cents),
            random.nextInt(8) == 0 ? NOTES.draw(random) : "",
        };
    }

    private static String amount(long cents) {
        return cents / 100 + (cents % 100 < 10 ? ".0" : ".") + cents % 100;
    }
}
