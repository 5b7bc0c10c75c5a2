package dev.taskcast.http.gate;

import dev.taskcast.http.access.Viewer;
import dev.taskcast.time.TaskClock;
import java.security.SecureRandom;
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

    private static final long VALID_NANOS = VALID_MILLIS * 1_000_000;
    private static final int MAX_OPEN = 10_000;

    private record Ticket(Viewer viewer, long expiresAtNanos) {
        boolean isExpired(long now) {
            return now - expiresAtNanos >= 0;
        }
    }

    private final TaskClock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Ticket> open = new LinkedHashMap<>(); // the oldest first; guarded by this

    /**
     * None.
     *
     * @param clock measures how long they can be used
     */
    public Tickets(TaskClock clock) {
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
        long now = clock.nanos();
        synchronized (this) {
            Iterator<Ticket> oldest = open.values().iterator();
            while (oldest.hasNext() && oldest.next().isExpired(now)) {
                oldest.remove();
            }
            if (open.size() >= MAX_OPEN) {
                return null;
            }
            open.put(text, new Ticket(viewer, now + VALID_NANOS));
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
                        && !ticket.isExpired(clock.nanos())
                        && ticket.viewer().check()
                ? ticket.viewer()
                : null;
    }
}
