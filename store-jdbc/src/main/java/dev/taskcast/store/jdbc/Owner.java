package dev.taskcast.store.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which process has a folder, so that another one can tell whether it still lives.
 *
 * @param pid its number
 * @param began when it began, by a clock that nobody sets: with it a number that was given again is told from the first
 * @param system where that number is known: which boot, which container. Empty where the system does not say
 * @param file the file that this stands in: in a copy of the file it says nothing
 */
record Owner(String pid, String began, String system, String file) {
    static final int MAX_BYTES = 1_024;

    private static final Path PROC = Path.of("/proc");
    private static final String UNKNOWN = "";
    /** After the name of the program, which may hold anything, in parentheses. */
    private static final int STATE = 0;

    private static final int BEGAN = 19;

    /** This process. */
    static Owner self(String file) {
        String pid = Long.toString(ProcessHandle.current().pid());
        return new Owner(pid, began(pid).orElse(UNKNOWN), where(), file);
    }

    /** What {@link #text} gave; null where it is of an older version, or nobody. */
    static @Nullable Owner of(String text) {
        List<String> lines = text.lines().toList();
        return lines.size() == 4 ? new Owner(lines.get(0), lines.get(1), lines.get(2), lines.get(3)) : null;
    }

    /** The process that a text names, of an older version too. */
    static String pid(String text) {
        return text.lines().findFirst().orElse(UNKNOWN);
    }

    String text() {
        return String.join("\n", pid, began, system, file);
    }

    /** Whether it is about the same file, and a process that this one could see. */
    boolean isOf(Owner self) {
        return system.equals(self.system) && file.equals(self.file);
    }

    boolean isAlive() {
        return !began.equals(UNKNOWN) && began(pid).filter(began::equals).isPresent();
    }

    /** Empty where there is no such process, or it has ended and only its exit code is still to be fetched. */
    private static Optional<String> began(String pid) {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return ProcessHandle.of(Long.parseLong(pid))
                    .flatMap(process -> process.info().startInstant())
                    .map(Object::toString);
        }
        try {
            String stat = Files.readString(PROC.resolve(pid).resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            boolean over = fields[STATE].equals("Z") || fields[STATE].equals("X");
            return over ? Optional.empty() : Optional.of(fields[BEGAN]);
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static String where() {
        try {
            return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip() + " "
                    + Files.readSymbolicLink(PROC.resolve("self/ns/pid"));
        } catch (IOException elsewhere) {
            return UNKNOWN;
        }
    }
}
