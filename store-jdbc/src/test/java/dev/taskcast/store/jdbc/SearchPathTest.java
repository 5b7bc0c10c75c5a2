package dev.taskcast.store.jdbc;

import static dev.taskcast.testkit.store.Stored.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskcast.store.NodeAbout;
import dev.taskcast.store.StoreException;
import dev.taskcast.testkit.store.History;
import dev.taskcast.testkit.store.Stored;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Where the tables are if nobody has said so: application A has its own in {@code public}, and then B comes. */
class SearchPathTest {
    private final PGSimpleDataSource admin = (PGSimpleDataSource) TestPostgres.newDatabase();
    private final String b = "app_" + UUID.randomUUID().toString().substring(0, 8);
    private final List<JdbcTaskStore> stores = new ArrayList<>();

    @BeforeEach
    void aIsThere() throws SQLException {
        History history = open(JdbcTaskStore.of(admin), "a");
        history.make("of a");
        append(stores.getFirst(), history);
        stores.getFirst().flush();
        sql("CREATE ROLE " + b + " LOGIN; REVOKE CREATE ON SCHEMA public FROM public");
    }

    @AfterEach
    void closeAll() throws SQLException {
        stores.forEach(JdbcTaskStore::close);
        sql("DROP OWNED BY " + b + " CASCADE; DROP ROLE " + b);
    }

    private void sql(String statements) throws SQLException {
        try (Connection connection = admin.getConnection()) {
            PostgresDialect.execute(connection, statements);
        }
    }

    private DataSource asB() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(admin.getURL());
        source.setUser(b);
        return source;
    }

    private History open(JdbcTaskStore store, String node) {
        stores.add(store);
        return new History(store.open(Stored.openingAt(node, Stored.LEAST + stores.size() * 1_000_000L)));
    }

    private String schemaOf(String owner) throws SQLException {
        try (Connection connection = admin.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(string_agg(schemaname, ' '), '') FROM pg_tables"
                        + " WHERE tablename = 'taskcast_tasks' AND tableowner = '" + owner + "'")) {
            row.next();
            return row.getString(1);
        }
    }

    private void mayUseTheTablesOfA() throws SQLException {
        sql("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + b);
    }

    @Test
    void theFirstSchemaThatBMayCreateIn() throws SQLException {
        mayUseTheTablesOfA();
        sql("CREATE SCHEMA " + b + " AUTHORIZATION " + b);

        assertThat(open(JdbcTaskStore.of(asB()), "b").rows()).isEmpty();
        assertThat(schemaOf(b)).isEqualTo(b);
        stores.getLast().close();
        assertThat(open(JdbcTaskStore.of(asB()), "b2").rows()).isEmpty();
    }

    @Test
    void alsoAfterOneThatBMayOnlyUse() throws SQLException {
        mayUseTheTablesOfA();
        sql("CREATE SCHEMA \"B's own \"\"one\"\", with a long name of 63 bytes .............\" AUTHORIZATION " + b + ";"
                + "ALTER ROLE " + b
                + " SET search_path = public, \"B's own \"\"one\"\", with a long name of 63 bytes .............\"");
        History history = open(JdbcTaskStore.of(asB()), "b");

        assertThat(history.rows()).isEmpty();
        history.make("of b");
        append(stores.getLast(), history);
        stores.getLast().nodes().renew(NodeAbout.NOTHING);
        stores.getLast().flush();
        assertThat(schemaOf(b)).startsWith("B's own \"one\"");
        assertThat(open(JdbcTaskStore.of(asB()), "b2").rows()).isEqualTo(history.rows());
    }

    @Test
    void whereBMayCreateInNoneAndThereAreNoneItIsSaidOnce() throws SQLException {
        assertThatThrownBy(() ->
                        open(JdbcTaskStore.builder(asB()).tablePrefix("other_").build(), "b"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(b + " may create none in any schema of the search path (public)")
                .hasMessageContaining("schema(...)")
                .hasNoCause();
    }

    @Test
    void whereBMayCreateInNoneItSharesThoseThatAreThere() throws SQLException {
        mayUseTheTablesOfA();

        assertThat(open(JdbcTaskStore.of(asB()), "b").rows()).hasSize(1);
    }

    @Test
    void ownTablesInALaterSchemaAreNotPassedOverInSilence() throws SQLException {
        sql("GRANT CREATE ON SCHEMA public TO " + b);
        JdbcTaskStore first = JdbcTaskStore.builder(asB()).tablePrefix("own_").build();
        open(first, "b").make("x");
        first.close();
        sql("CREATE SCHEMA " + b + " AUTHORIZATION " + b);

        assertThatThrownBy(() ->
                        open(JdbcTaskStore.builder(asB()).tablePrefix("own_").build(), "b2"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("could be in two schemas: " + b)
                .hasMessageContaining("public has some of the same user");
        open(JdbcTaskStore.builder(asB()).tablePrefix("own_").schema("public").build(), "b3");
    }

    @Test
    void tablesMadeByHandAreFoundWhereBMayNotCreate() throws SQLException {
        mayUseTheTablesOfA();
        sql("CREATE SCHEMA " + b + " AUTHORIZATION " + b + "; ALTER ROLE " + b + " SET search_path = public, " + b);

        assertThat(open(JdbcTaskStore.builder(asB()).migrate(false).build(), "b")
                        .rows())
                .hasSize(1);
    }

    @Test
    void anEncodingThatLacksCharactersIsRefused() throws SQLException {
        String name = b + "_latin1";
        sql("CREATE DATABASE " + name + " ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(admin.getURL());
        source.setUser("postgres");
        source.setDatabaseName(name);

        assertThatThrownBy(() -> open(JdbcTaskStore.of(source), "x"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("must be UTF8, got: LATIN1");
    }
}
