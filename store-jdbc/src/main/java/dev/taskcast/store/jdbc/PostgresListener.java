package dev.taskcast.store.jdbc;

import dev.taskcast.thread.SafeLog;
import dev.taskcast.thread.ThreadMaker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Listens to what other nodes say, on a connection and a thread of its own: a platform one, since an interrupt would break the connection
 * of a virtual one. A connection that is lost is replaced; what was missed meanwhile, the next poll finds.
 *
 * <p>Whether anything comes at all is found out by hearing it: a proxy that hands the server's sessions from transaction to transaction takes
 * the order to listen, and then passes nothing on.
 */
final class PostgresListener implements Dialect.Listener {
    private static final System.Logger LOG = System.getLogger("dev.taskcast");
    private static final SafeLog CONNECTION_LOST =
            new SafeLog(LOG, System.Logger.Level.DEBUG, "Lost the connection that listens to other nodes");
    /** Said on another connection, to be heard here; also by the other nodes, for whom it means nothing. */
    static final String PING = "ping";

    private static final int WAIT_MILLIS = 500;
    private static final int WAITS_BETWEEN_CHECKS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final PostgresDialect dialect;
    private final Database database;
    private final String channel;
    private final String node;
    private final Dialect.Hints hints;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean isHearing;

    private PostgresListener(PostgresDialect dialect, Database database, String node, Dialect.Hints hints) {
        this.dialect = dialect;
        this.database = database;
        this.node = node;
        this.hints = hints;
        channel = database.statements().channel();
        thread = ThreadMaker.here().platform("taskcast-listener", this::run);
    }

    static PostgresListener start(PostgresDialect dialect, Database database, String node, Dialect.Hints hints) {
        PostgresListener listener = new PostgresListener(dialect, database, node, hints);
        listener.thread.start();
        return listener;
    }

    private void run() {
        while (!closed) {
            if (!database.isConnected()) { // a small pool is for those who can't do without
                LockSupport.parkNanos(this, RETRY_NANOS);
                continue;
            }
            try (Loan loan = dialect.connect()) {
                Connection connection = loan.connection();
                Notifications notifications = Notifications.of(connection);
                if (notifications == null) {
                    LOG.log(System.Logger.Level.DEBUG, "The driver is not pgjdbc: others are heard by polling only");
                    return;
                }
                listen(connection, notifications);
            } catch (Throwable t) { // Errors too: nobody would make another thread
                CONNECTION_LOST.log(t);
                LockSupport.parkNanos(this, RETRY_NANOS);
            } finally {
                isHearing = false;
            }
        }
    }

    private void listen(Connection connection, Notifications notifications) throws SQLException {
        PostgresDialect.execute(connection, "LISTEN \"" + channel + "\"");
        hints.onAppend().run();
        try {
            for (int waits = 1; !closed; waits++) {
                Set<String> heard = notifications.await(WAIT_MILLIS);
                isHearing |= !heard.isEmpty();
                heard.forEach(this::tell);
                if (waits % WAITS_BETWEEN_CHECKS == 0) {
                    PostgresDialect.execute(connection, "SELECT 1"); // a dead network says nothing by itself
                }
            }
        } finally {
            stop(connection);
        }
    }

    private void tell(String said) {
        if (said.startsWith(LiveTable.WATCHES)) {
            hints.onWatch().run();
        } else if (!said.equals(node) && !said.equals(PING)) {
            hints.onAppend().run();
        }
    }

    @Override
    public boolean isHearing() {
        return isHearing;
    }

    /** It may go back to a pool, which must not have one that listens. */
    private void stop(Connection connection) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        boolean stopped = false;
        try {
            PostgresDialect.execute(connection, "UNLISTEN \"" + channel + "\"");
            stopped = true;
        } finally {
            if (!stopped) {
                connection.abort(Runnable::run);
            }
        }
    }

    /** Waits until the connection is let go of, through interrupts. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (true) {
            LockSupport.unpark(thread);
            try {
                if (thread.join(PATIENCE)) {
                    break;
                }
                LOG.log(System.Logger.Level.WARNING, "The thread that listens to other nodes has not ended");
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
