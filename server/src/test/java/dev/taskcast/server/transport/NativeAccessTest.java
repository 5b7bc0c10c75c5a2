package dev.taskcast.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Native transports are used where the JVM lets them without a warning. */
final class NativeAccessTest {
    /** Prints which transport is taken. */
    static final class Taken {
        private Taken() {}

        public static void main(String[] args) {
            System.out.println(Transport.best());
        }
    }

    private static List<String> printed(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Taken.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var lines = process.inputReader()) {
            return lines.lines().toList();
        }
    }

    @Test
    void withTheOptionTheFirstOneThatWorksIsTaken() throws Exception {
        Transport first = Arrays.stream(Transport.values())
                .filter(Transport::isAvailable)
                .findFirst()
                .orElseThrow();
        assertThat(printed("--enable-native-access=ALL-UNNAMED")).containsExactly(first.name());
    }

    @Test
    void withoutItNothingIsWarnedOf() throws Exception {
        assertThat(printed()).hasSize(1);
        if (Runtime.version().feature() >= 24) {
            assertThat(printed()).containsExactly(Transport.NIO.name());
        }
    }
}
