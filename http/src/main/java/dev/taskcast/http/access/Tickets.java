package dev.taskcast.http.access;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tickets for one stream each: for clients that can't set headers when they open it, but can when they ask for the ticket.
 * They are short-lived, and their viewer is checked again when they are used. Thread-safe.
 */
public final class Tickets {
    /** How long a ticket can be used, in milliseconds. */
    public static final long VALID_MILLIS = 30_000;

    private static final int MAX_OPEN = 10_000;

    private record Ticket(Viewer viewer, long expiresAt) {}

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Ticket> open = new LinkedHashMap<>(); // the oldest first; guarded by this

    /**
     * None.
     *
     * @param clock wall time
     */
    public Tickets(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Makes a ticket.
     *
     * @param viewer whose
     * @return URL-safe text, or null where there are too many unused ones
     */
    public @Nullable String issue(Viewer viewer) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        long now = clock.millis();
        synchronized (this) {
            Iterator<Ticket> oldest = open.values().iterator();
            while (oldest.hasNext() && oldest.next().expiresAt() <= now) {
                oldest.remove();
            }
            if (open.size() >= MAX_OPEN) {
                return null;
            }
            open.put(text, new Ticket(viewer, now + VALID_MILLIS));
        }
        return text;
    }

    /** Uses a ticket up. */
    @Nullable
    Viewer redeem(String text) {
        Ticket ticket;
        synchronized (this) {
            ticket = open.remove(text);
        }
        return ticket != null
                        && clock.millis() < ticket.expiresAt()
                        && ticket.viewer().check()
                ? ticket.viewer()
                : null;
    }
}
