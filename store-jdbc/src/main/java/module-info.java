/** Tasks that outlive the JVM, in SQLite or PostgreSQL. */
module dev.taskcast.store.jdbc {
    requires transitive dev.taskcast.core;
    requires dev.taskcast.store.codec;
    requires transitive java.sql;
    requires static org.jspecify;
    requires org.xerial.sqlitejdbc;

    exports dev.taskcast.store.jdbc;
}
