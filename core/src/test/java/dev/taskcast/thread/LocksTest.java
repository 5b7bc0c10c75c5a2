package dev.taskcast.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What handlers' virtual threads and the threads that must stay on time both enter is no monitor, and has no lock with a queue: see ADR 004.
 * A class that has one all the same stands here, with why it may.
 */
class LocksTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/taskcast");
    private static final Pattern QUEUED =
            Pattern.compile("\\bsynchronized\\b|\\bReentrant\\w*Lock\\(|\\bSemaphore\\(|BlockingQueue|Executors?\\b");

    private static final Set<String> ALLOWED = Set.of(
            "thread/ShortLock.java", // keeps virtual threads out of the queue
            "thread/Loop.java", // when it starts and when it is closed
            "commit/GroupCommitter.java", // no virtual thread commits there
            "engine/Elsewhere.java", // of the group committer and of the upkeep
            "engine/Silence.java", // likewise
            "engine/Launcher.java", // is only tried
            "forecast/Curves.java", // of the publisher and of the upkeep
            "time/ManualClock.java", // of tests
            "adapter/Backends.java", // when classes are loaded
            "run/Run.java", // of one run: its handler's thread, and whoever interrupts it
            "run/RunContext.java", // threads of one handler, among themselves
            "progress/StepNode.java", // threads of one handler, among themselves
            "progress/TrackedInputStream.java"); // likewise

    @Test
    void noLockHasAQueueThatVirtualThreadsStandInAheadOfOthers() throws IOException {
        List<String> found;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            found = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> QUEUED.matcher(code(file)).find())
                    .map(file -> SOURCES.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }

        assertThat(found).containsExactlyInAnyOrderElementsOf(ALLOWED);
    }

    private static String code(Path file) {
        try {
            return Files.readString(file).replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//.*", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
