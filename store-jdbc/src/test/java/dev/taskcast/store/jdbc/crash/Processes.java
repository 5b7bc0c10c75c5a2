package dev.taskcast.store.jdbc.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/** Starts processes with the class path of the test. */
public final class Processes {
    private Processes() {}

    /** What it logs is shown with the test's own. */
    public static Process start(Class<?> main, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** With the user that the server has. */
    static String url(PGSimpleDataSource source) {
        String url = source.getURL();
        return url + (url.contains("?") ? "&" : "?") + "user=postgres";
    }
}
