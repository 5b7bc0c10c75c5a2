package dev.taskcast.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what the standard output is. {@code System.console()} can't tell since JDK 22, and knows no size: the shell and {@code stty}
 * do, on every Unix. Where there is no shell, as on Windows, it is taken for no terminal.
 */
final class TerminalProbe {
    private static final int NO_TERMINAL = 3;

    private TerminalProbe() {}

    /**
     * Looks at the terminal that the standard output is.
     *
     * @param environment has {@code COLUMNS} and {@code LINES} maybe
     * @return its size; empty where it is none
     */
    static Optional<Size> terminal(Map<String, String> environment) {
        try {
            // The answer comes by the error output, as the standard output is what is asked about.
            Process shell = new ProcessBuilder(
                            "sh", "-c", "test -t 1 || exit " + NO_TERMINAL + "; stty size <&1 1>&2 2>/dev/null || true")
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .start();
            shell.getOutputStream().close();
            String answer = new String(shell.getErrorStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (!shell.waitFor(5, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
                return Optional.empty();
            }
            return shell.exitValue() == NO_TERMINAL ? Optional.empty() : Optional.of(size(answer, environment));
        } catch (IOException noShell) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    static Size size(String rowsAndColumns, Map<String, String> environment) {
        String[] told = rowsAndColumns.strip().split(" ", -1);
        int rows = number(told[0]);
        int columns = told.length == 2 ? number(told[1]) : 0;
        return new Size(
                first(columns, number(environment.get("COLUMNS")), Size.USUAL.columns()),
                first(rows, number(environment.get("LINES")), Size.USUAL.rows()));
    }

    private static int first(int one, int other, int usual) {
        return one > 0 ? one : other > 0 ? other : usual;
    }

    private static int number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }

    /**
     * Whether the locale has more than ASCII.
     *
     * @param environment names it
     * @return true for UTF-8
     */
    static boolean isUnicode(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String value = environment.get(name);
            if (value != null && !value.isEmpty()) {
                String lower = value.toLowerCase(Locale.ROOT);
                return lower.contains("utf-8") || lower.contains("utf8");
            }
        }
        return false;
    }
}
