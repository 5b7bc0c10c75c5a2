package dev.taskcast.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The diagram in docs/lifecycle.md against {@link Lifecycle#decide}, both ways. */
class LifecycleDocTest {
    private static final String NONE = "[*]";
    private static final Pattern EDGE = Pattern.compile("\\s*(\\S+) --> (\\S+): (.+?)\\s*");

    @Test
    void theDiagramShowsEveryMoveAndNoOther() throws IOException {
        assertThat(drawn()).containsExactlyElementsOf(decided());
    }

    private static Set<String> drawn() throws IOException {
        String doc = Files.readString(path());
        int start = doc.indexOf("stateDiagram-v2");
        String diagram = doc.substring(start, doc.indexOf("```", start));
        Set<String> edges = new TreeSet<>();
        for (String line : diagram.lines().skip(1).toList()) {
            if (line.isBlank()) {
                continue;
            }
            Matcher edge = EDGE.matcher(line);
            assertThat(edge.matches()).as("an edge: %s", line).isTrue();
            String text = edge(edge.group(1), edge.group(2), edge.group(3));
            assertThat(edges.add(text)).as("drawn once: %s", text).isTrue();
        }
        return edges;
    }

    /** The tests run in the module's folder, the docs are beside it. */
    private static Path path() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/lifecycle.md"))) {
            folder = Objects.requireNonNull(folder.getParent(), "docs/lifecycle.md in a parent folder");
        }
        return folder.resolve("docs/lifecycle.md");
    }

    private static Set<String> decided() {
        Set<String> edges = new TreeSet<>();
        decide(edges, null);
        for (TaskStatus status : TaskStatus.values()) {
            decide(edges, Rows.in(status));
        }
        decide(edges, Rows.queued());
        decide(edges, Rows.stopped());
        decide(edges, Rows.stoppedLate());
        decide(edges, Rows.behind());
        decide(edges, Rows.submitted());
        decide(edges, Rows.tried());
        decide(edges, Rows.tooSlow());
        decide(edges, Rows.moving());
        decide(edges, Rows.restarted());
        decide(edges, Rows.submitted(Rows.in(TaskStatus.COMPLETED)));
        decide(edges, Rows.submitted(Rows.in(TaskStatus.ERROR)));
        decide(edges, Rows.submitted(Rows.stopped()));
        decide(edges, Rows.submitted(Rows.stoppedLate()));
        return edges;
    }

    private static void decide(Set<String> edges, @Nullable TaskRow row) {
        String from = row == null ? NONE : row.state().status().wireName();
        long fence = row == null ? 7 : row.fence();
        long position = row == null ? 7 : row.position();
        for (Command command : Rows.commands(fence, position)) {
            if (Lifecycle.decide(row, command, 1) instanceof Decision.Next next) {
                edges.add(edge(from, target(from, next), name(command)));
            }
        }
    }

    private static String target(String from, Decision.Next next) {
        return switch (next) {
            case Decision.Made made -> made.state().status().wireName();
            case Decision.Started started -> started.state().status().wireName();
            case Decision.Moved moved -> moved.state().status().wireName();
            case Decision.Attached attached -> attached.state().status().wireName();
            case Decision.Noted noted -> from;
            case Decision.Woken woken -> from;
            case Decision.Swapped swapped -> swapped.state().status().wireName();
            case Decision.Amended amended -> amended.state().status().wireName();
            case Decision.Removed removed -> NONE;
            case Decision.OfNoTask ofNoTask -> from;
        };
    }

    /** {@code HandlerEnded} as {@code handler ended}. */
    private static String name(Command command) {
        return command.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    private static String edge(String from, String to, String command) {
        return from + " --> " + to + ": " + command;
    }
}
