package dev.taskcast.demo.data;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Somebody who does not exist. */
record Person(String first, String last, String email, String phone, Address address) {
    private static final WordList FIRST_NAMES = WordList.of("first-names.txt");
    private static final WordList LAST_NAMES = WordList.of("last-names.txt");
    private static final WordList STREETS = WordList.of("streets.txt");
    private static final WordList CITIES = WordList.of("cities.txt");
    private static final String[] DOMAINS = {"example.com", "example.net", "example.org"};
    private static final Pattern NOT_IN_EMAIL = Pattern.compile("[^a-z]+");
    private static final Map<String, String> LATIN = new ConcurrentHashMap<>();

    record Address(String street, String postcode, String city, String country) {}

    /** Draws a person; {@code number} makes the e-mail address and the phone number unique. */
    static Person draw(RandomGenerator random, int number) {
        String first = FIRST_NAMES.draw(random);
        String last = LAST_NAMES.draw(random);
        String domain = DOMAINS[random.nextInt(DOMAINS.length)];
        String email = inEmail(first) + "." + inEmail(last) + number + "@" + domain;
        String phone = "+" + (30 + random.nextInt(20)) + (700_000_000L + number);
        return new Person(first, last, email, phone, address(random));
    }

    private static Address address(RandomGenerator random) {
        String[] city = CITIES.draw(random).split("\\|", 3);
        String street = STREETS.draw(random) + " " + (1 + random.nextInt(180));
        if (random.nextInt(9) == 0) {
            street += ", " + (1 + random.nextInt(6)) + ". OG";
        }
        return new Address(street, digits(random, city[2]), city[0], city[1]);
    }

    private static String digits(RandomGenerator random, String pattern) {
        StringBuilder filled = new StringBuilder(pattern);
        for (int i = 0; i < filled.length(); i++) {
            if (filled.charAt(i) == '#') {
                filled.setCharAt(i, (char) ('0' + random.nextInt(10)));
            }
        }
        return filled.toString();
    }

    private static String inEmail(String name) {
        return LATIN.computeIfAbsent(name, Person::latin);
    }

    private static String latin(String name) {
        String decomposed = Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        String letters = NOT_IN_EMAIL
                .matcher(decomposed.replace("ß", "ss").replace("ł", "l").replace("ø", "o"))
                .replaceAll("");
        return letters.isEmpty() ? "user" : letters;
    }
}
