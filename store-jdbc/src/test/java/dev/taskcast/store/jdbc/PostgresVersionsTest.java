package dev.taskcast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** All that the newest version of PostgreSQL passes, the older ones pass that are supported. */
@Tag("long")
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "The older servers are for Linux on a PC")
class PostgresVersionsTest {
    @Nested
    class Postgres14 extends OnOlderServer {
        @Override
        String version() {
            return "14";
        }

        @AfterAll
        static void stop() throws IOException {
            TestPostgres.stop("14");
        }
    }

    @Nested
    class Postgres15 extends OnOlderServer {
        @Override
        String version() {
            return "15";
        }

        @AfterAll
        static void stop() throws IOException {
            TestPostgres.stop("15");
        }
    }

    @Nested
    class Postgres16 extends OnOlderServer {
        @Override
        String version() {
            return "16";
        }

        @AfterAll
        static void stop() throws IOException {
            TestPostgres.stop("16");
        }
    }

    @Nested
    class Postgres17 extends OnOlderServer {
        @Override
        String version() {
            return "17";
        }

        @AfterAll
        static void stop() throws IOException {
            TestPostgres.stop("17");
        }
    }

    abstract static class OnOlderServer extends PostgresStoreTest {
        abstract String version();

        @Override
        final DataSource newDatabase() {
            return TestPostgres.newDatabase(version());
        }

        @Test
        void theServerIsTheOneThatIsMeant() throws SQLException {
            try (Connection connection = connection()) {
                assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(Integer.parseInt(version()));
            }
        }
    }
}
