package dev.taskcast.spring.autoconfigure;

import dev.taskcast.spring.autoconfigure.TaskcastProperties.TransactionMode;
import java.sql.Connection;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Transactions as Spring has them. */
final class SpringTransactions implements Transactions {
    private final TransactionMode mode;
    private final @Nullable DataSource store;

    /**
     * Of an application.
     *
     * @param mode what is to be done in a transaction
     * @param store where tasks are kept; null where they are kept nowhere that could be part of one
     */
    SpringTransactions(TransactionMode mode, @Nullable DataSource store) {
        this.mode = mode;
        this.store = store == null ? null : unwrapped(store);
    }

    @Override
    public Now now() {
        if (mode == TransactionMode.NONE
                || !TransactionSynchronizationManager.isActualTransactionActive()
                || TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
            return new None();
        }
        Connection connection = mode == TransactionMode.JOIN ? ofStore() : null;
        return connection == null ? new Another() : new Ours(connection);
    }

    @Override
    public void afterCommit(Runnable action) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                action.run();
            }
        });
    }

    /** The connection of the transaction on the store's database, behind whatever proxies it is known by. */
    private @Nullable Connection ofStore() {
        if (store == null) {
            return null;
        }
        for (var bound : TransactionSynchronizationManager.getResourceMap().entrySet()) {
            if (bound.getKey() instanceof DataSource source
                    && unwrapped(source).equals(store)
                    && bound.getValue() instanceof ConnectionHolder holder) {
                return holder.getConnection();
            }
        }
        return null;
    }

    private static DataSource unwrapped(DataSource given) {
        DataSource source = given;
        while (source instanceof DelegatingDataSource proxy) {
            DataSource target = proxy.getTargetDataSource();
            if (target == null) {
                return source;
            }
            source = target;
        }
        return source;
    }
}
