package dev.taskcast.http.gate;

import dev.taskcast.http.access.Viewer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** Tells a browser which of its streams show the same viewer. */
public final class ViewerKey {
    private static final String HEADER = "Taskcast-Viewer";
    private static final int BYTES = 16;
    private static final Map<String, String> NOBODY = Map.of(HEADER, hash("")); // one string for all their streams

    private ViewerKey() {}

    /**
     * The header of a stream.
     *
     * @param viewer whose stream
     * @return empty where the viewer has no key
     */
    public static Map<String, String> header(Viewer viewer) {
        String key = viewer.key();
        if (key == null) {
            return Map.of();
        }
        return key.isEmpty() ? NOBODY : Map.of(HEADER, hash(key));
    }

    /** The same on every node and after a restart; nobody but the viewer gets it. */
    private static String hash(String key) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
