package dev.taskcast.spring.autoconfigure;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that viewers watch in: whoever logs out, or whose session ends, is sent away at once. Without a session (each request brings
 * its own proof) a login lasts as long as the stream. {@link SessionListener} tells of sessions in servlet containers, {@link LoginFilter} in
 * WebFlux. Thread-safe.
 */
final class Logins {
    /** A request that came in just before its session has ended is asked about just after: that is long over, so many sessions later. */
    private static final int MAX_ENDED = 10_000;

    private final Runnable accessChanged;
    private final Sessions sessions;

    // Guarded by this.
    private final Map<String, WeakReference<Login>> bySession = new HashMap<>();
    private final Map<String, Boolean> ended = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_ENDED;
        }
    };

    /** What a session was begun with. */
    static final class Login {
        private final Sessions sessions;
        private volatile @Nullable String session;
        private volatile boolean wasThere; // one that its own request has begun is kept only with the answer
        private volatile boolean over;

        Login(Sessions sessions, @Nullable String session) {
            this.sessions = sessions;
            this.session = session;
        }

        /** May block. A session that has just got another id may be taken for one that is gone: then its viewer comes back with that one. */
        boolean isOver() {
            String id = session;
            if (over || id == null) {
                return over;
            }
            if (sessions.goesOn(id)) {
                wasThere = true;
                return false;
            }
            return wasThere;
        }
    }

    Logins(Runnable accessChanged, Sessions sessions) {
        this.accessChanged = accessChanged;
        this.sessions = sessions;
    }

    /** The login of a session; one of its own where there is none. */
    synchronized Login of(@Nullable String session) {
        WeakReference<Login> held = session == null ? null : bySession.get(session);
        Login known = held == null ? null : held.get();
        if (known != null) {
            return known;
        }
        Login login = new Login(sessions, session);
        if (session != null && ended.containsKey(session)) {
            login.over = true;
        } else if (session != null) {
            bySession.put(session, new WeakReference<>(login)); // of streams: the session may go on for long after them
        }
        return login;
    }

    /** Whether somebody may be watching in a session. */
    synchronized boolean isWatched(String session) {
        WeakReference<Login> held = bySession.get(session);
        return held != null && held.get() != null;
    }

    /** A session goes on under another id. */
    synchronized void moved(String from, String to) {
        WeakReference<Login> held = bySession.remove(from);
        if (held != null) {
            bySession.put(to, held);
            Login login = held.get();
            if (login != null) {
                login.session = to;
            }
        }
    }

    /** Somebody is logged in in a session, whatever was said of it before. */
    synchronized void entered(String session) {
        ended.remove(session);
    }

    /** A session has ended, or whoever was logged in in it has logged out. */
    void left(String session) {
        if (isLeftBy(session)) {
            accessChanged.run();
        }
    }

    /** Whether somebody may have been watching in it. */
    private synchronized boolean isLeftBy(String session) {
        ended.put(session, true);
        WeakReference<Login> held = bySession.remove(session);
        Login login = held == null ? null : held.get();
        if (login == null) {
            return false;
        }
        login.over = true;
        return true;
    }
}
