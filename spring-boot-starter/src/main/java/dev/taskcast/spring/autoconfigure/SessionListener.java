package dev.taskcast.spring.autoconfigure;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;

/** Tells of the sessions of a servlet container. Thread-safe. */
final class SessionListener implements HttpSessionListener, HttpSessionIdListener {
    private final Logins logins;

    SessionListener(Logins logins) {
        this.logins = logins;
    }

    @Override
    public void sessionIdChanged(HttpSessionEvent event, String oldId) {
        logins.moved(oldId, event.getSession().getId());
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        logins.left(event.getSession().getId());
    }
}
