package dev.taskcast.demo.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The users of one system as CSV. The systems share people, but not how they write them: case, spaces, decomposed
 * accents, phone numbers, slips of the pen.
 */
record Users(int people, int system) implements Content {
    private static final long SEED = 20_250_316;

    @Override
    public void writeTo(OutputStream out) throws IOException {
        // The same people in each system, and for each system other slips.
        SplittableRandom everybody = new SplittableRandom(SEED);
        SplittableRandom slips = new SplittableRandom(SEED + 1 + system);
        CsvWriter csv = CsvWriter.builder().build(out, StandardCharsets.UTF_8);
        csv.writeRecord("id", "name", "email", "phone", "postcode", "city", "country");
        for (int i = 0; i < people; i++) {
            Person person = Person.draw(everybody, i);
            if (slips.nextInt(100) < 60) {
                write(csv, person, slips, i);
            }
        }
        csv.flush();
    }

    private void write(CsvWriter csv, Person person, SplittableRandom slips, int i) {
        String name = person.first() + " " + person.last();
        String email = slips.nextInt(4) == 0 ? "" : person.email();
        csv.writeRecord(
                "S" + system + "-" + (10_000 + i),
                slip(name, slips),
                slips.nextInt(10) == 0 ? email.toUpperCase(Locale.ROOT) : email,
                phone(person.phone(), slips),
                person.address().postcode(),
                person.address().city(),
                person.address().country());
    }

    private static String slip(String name, SplittableRandom slips) {
        return switch (slips.nextInt(12)) {
            case 0 -> name.toUpperCase(Locale.ROOT);
            case 1 -> "  " + name + " ";
            case 2 -> Normalizer.normalize(name, Normalizer.Form.NFD);
            case 3 -> swapped(name, 1 + slips.nextInt(name.length() - 2));
            default -> name;
        };
    }

    private static String swapped(String name, int at) {
        return name.substring(0, at) + name.charAt(at + 1) + name.charAt(at) + name.substring(at + 2);
    }

    private static String phone(String phone, SplittableRandom slips) {
        return switch (slips.nextInt(4)) {
            case 0 -> "00" + phone.substring(1);
            case 1 -> phone.substring(0, 3) + " (0) " + phone.substring(3, 6) + "-" + phone.substring(6);
            case 2 -> "";
            default -> phone;
        };
    }
}
