package dev.taskcast.store.jdbc;

import javax.sql.DataSource;

class PostgresStoreTest extends StoreContract {
    private final DataSource source = TestPostgres.newDatabase();

    @Override
    JdbcTaskStore newStore() {
        return JdbcTaskStore.of(source);
    }

    /** Its connections stay, as those of a node do whose end the server has not noticed. */
    @Override
    void crash(JdbcTaskStore store) {}
}
