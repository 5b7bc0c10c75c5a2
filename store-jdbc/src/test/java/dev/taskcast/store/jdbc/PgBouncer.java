package dev.taskcast.store.jdbc;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;

/** A PgBouncer in transaction mode before a database. */
final class PgBouncer implements AutoCloseable {
    private final Process process;
    private final Path folder;
    private final int port;
    private final String database;

    private PgBouncer(Process process, Path folder, int port, String database) {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.database = database;
    }

    /** Where its program is; empty where it is not installed. */
    static Optional<Path> program() {
        String named = System.getenv("TASKCAST_PGBOUNCER");
        return Optional.ofNullable(named).filter(name -> !name.isEmpty()).map(Path::of);
    }

    static PgBouncer start(DataSource direct) throws IOException, SQLException {
        String url;
        try (Connection connection = direct.getConnection()) {
            url = connection.getMetaData().getURL(); // jdbc:postgresql://localhost:PORT/NAME?…
        }
        String[] parts = url.substring(url.indexOf("//") + 2).split("[:/?]", -1);
        int port = freePort();
        Path folder = Files.createTempDirectory("pgbouncer");
        Path settings = folder.resolve("pgbouncer.ini");
        Path users = folder.resolve("users.txt");
        Files.writeString(users, "\"postgres\" \"\"\n");
        Files.writeString(settings, """
                [databases]
                * = host=127.0.0.1 port=%s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = trust
                auth_file = %s
                pool_mode = transaction
                ignore_startup_parameters = extra_float_digits
                """.formatted(parts[1], port, users));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = new ArrayList<>(List.of(program().orElseThrow().toString(), "-q"));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody")); // it refuses to be root
        }
        command.add(settings.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "log"))
                .start();
        PgBouncer started = new PgBouncer(process, folder, port, parts[2]);
        Awaitility.await("PgBouncer to listen, see " + folder)
                .atMost(Duration.ofSeconds(20))
                .until(started::isListening);
        return started;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The database, by way of it. */
    DataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser("postgres");
        return source;
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        for (String name : List.of("pgbouncer.ini", "users.txt", "log")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
    }
}
