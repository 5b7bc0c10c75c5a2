package dev.taskcast.task;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Something that a run made, with where to get it: shown with the task's result. Whoever sees the task sees the address.
 *
 * @param name for people
 * @param url {@code http}, {@code https} or relative
 */
public record Artifact(String name, String url) {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int MAX_LENGTH = 2_048;

    /**
     * Checks the address: it becomes a link in a page.
     *
     * @throws IllegalArgumentException if it is no valid address, or of another scheme, such as {@code javascript}
     */
    public Artifact {
        if (name.isBlank() || name.length() > 200) {
            throw new IllegalArgumentException(
                    "An artifact's name must have 1 to 200 characters, got: " + name.length());
        }
        if (url.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "An artifact's url must have at most " + MAX_LENGTH + " characters, got: " + url.length());
        }
        String scheme = URI.create(url).getScheme(); // throws IllegalArgumentException for what is no URI
        if (scheme != null && !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("An artifact's url must be http, https or relative, got: " + scheme);
        }
    }
}
