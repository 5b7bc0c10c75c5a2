package dev.taskcast.cli.process;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jline.builtins.ScreenTerminal;

/** A command in a pseudo-terminal of the kernel's, whose screen an emulator of a terminal keeps. */
final class Pty implements AutoCloseable {
    private final PtyProcess process;
    private final ScreenTerminal screen;
    private final StringBuilder raw = new StringBuilder();
    private final Thread reader = new Thread(this::read, "pty");

    Pty(int columns, int rows, Map<String, String> environment, List<String> command) throws IOException {
        screen = new ScreenTerminal(columns, rows);
        process = new PtyProcessBuilder(command.toArray(String[]::new))
                .setEnvironment(new HashMap<>(environment))
                .setInitialColumns(columns)
                .setInitialRows(rows)
                .start();
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (Reader in = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            char[] piece = new char[4_096];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                synchronized (raw) {
                    String text = new String(piece, 0, length);
                    raw.append(text);
                    screen.write(text);
                }
            }
        } catch (IOException ended) {
            // a pseudo-terminal says so when its process is gone
        }
    }

    /** What a person sees, a line each. */
    List<String> screen() {
        synchronized (raw) {
            return screen.toString().lines().map(String::stripTrailing).toList();
        }
    }

    /** All that was written to it. */
    String raw() {
        synchronized (raw) {
            return raw.toString();
        }
    }

    /** Waits until a line of the screen is so. */
    void awaitLine(Predicate<String> wanted) {
        Awaitility.await()
                .atMost(Processes.PATIENCE)
                .failFast(
                        "the command has ended without it",
                        () -> !process.isAlive()
                                && !reader.isAlive()
                                && screen().stream().noneMatch(wanted))
                .until(() -> screen().stream().anyMatch(wanted));
    }

    void resize(int columns, int rows) {
        synchronized (raw) {
            screen.setSize(columns, rows);
        }
        process.setWinSize(new WinSize(columns, rows));
    }

    /** Types a key. */
    void type(char key) throws IOException {
        OutputStream keyboard = process.getOutputStream();
        keyboard.write(key);
        keyboard.flush();
    }

    /** Waits for its end, and for all that it has written. */
    int awaitExit() throws InterruptedException {
        int code = process.waitFor();
        reader.join();
        return code;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
