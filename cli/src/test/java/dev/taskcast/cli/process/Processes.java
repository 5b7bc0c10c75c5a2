package dev.taskcast.cli.process;

import dev.taskcast.cli.Main;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** Processes with the classes of these tests. */
final class Processes {
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private Processes() {}

    static List<String> java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    static List<String> taskcast(String... arguments) {
        return java(Main.class, arguments);
    }

    /** The environment of a command. */
    static Map<String, String> environment(int port) {
        return Map.of(
                "TASKCAST_URL",
                "http://localhost:" + port + "/tasks",
                "TERM",
                "xterm-256color",
                "LC_ALL",
                "C.UTF-8",
                "PATH",
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static void awaitListening(int port) {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return true;
            } catch (IOException notYet) {
                return false;
            }
        });
    }
}
