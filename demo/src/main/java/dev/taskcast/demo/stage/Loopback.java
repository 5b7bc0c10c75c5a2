package dev.taskcast.demo.stage;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of this machine that lead nowhere else. */
final class Loopback {
    private static final Pattern NAME = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]+)?");

    private Loopback() {}

    /** Whether a request was sent to loopback by its name: a name of somebody else's may point here too. */
    static boolean isNamedBy(@Nullable String host) {
        return host != null && NAME.matcher(host).matches();
    }
}
