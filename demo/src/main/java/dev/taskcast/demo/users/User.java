package dev.taskcast.demo.users;

import dev.taskcast.demo.csv.MalformedRowException;
import dev.taskcast.demo.csv.Row;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** A user as one system knows them. */
record User(String id, String name, String email, String phone, String postcode, String city, String country) {
    static final String[] COLUMNS = {"id", "name", "email", "phone", "postcode", "city", "country"};
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern NOT_IN_PHONE = Pattern.compile("\\(0\\)|[^0-9+]");

    static User of(Row row) throws MalformedRowException {
        row.requireFields(COLUMNS.length);
        return new User(
                row.requireText(0, "id"),
                row.requireText(1, "name"),
                row.text(2),
                row.text(3),
                row.text(4),
                row.text(5),
                row.text(6));
    }

    /** The same user, written in the one way in which we compare. */
    User normalized() {
        String composed = Normalizer.normalize(SPACES.matcher(name.strip()).replaceAll(" "), Normalizer.Form.NFC);
        String digits = NOT_IN_PHONE.matcher(phone).replaceAll("");
        return new User(
                id,
                capitalized(composed),
                email.strip().toLowerCase(Locale.ROOT),
                digits.startsWith("00") ? "+" + digits.substring(2) : digits,
                postcode,
                city,
                country);
    }

    /** A name in capitals gets small letters after each first one; any other stays as its owner writes it. */
    private static String capitalized(String name) {
        if (!name.equals(name.toUpperCase(Locale.ROOT))) {
            return name;
        }
        StringBuilder capitalized = new StringBuilder(name.toLowerCase(Locale.ROOT));
        boolean first = true;
        for (int i = 0; i < capitalized.length(); i++) {
            char c = capitalized.charAt(i);
            capitalized.setCharAt(i, first ? Character.toTitleCase(c) : c);
            first = !Character.isLetter(c);
        }
        return capitalized.toString();
    }

    /** This user, with what only the other one knows. */
    User with(User other) {
        return new User(
                id,
                name,
                email.isEmpty() ? other.email : email,
                phone.isEmpty() ? other.phone : phone,
                postcode,
                city,
                country);
    }

    String[] fields() {
        return new String[] {id, name, email, phone, postcode, city, country};
    }
}
