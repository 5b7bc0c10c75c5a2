package dev.taskcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.task.Artifact;
import dev.taskcast.task.TaskState.Completed;
import dev.taskcast.task.TaskState.Failed;
import dev.taskcast.task.TaskStatus;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactTest {
    @RegisterExtension
    final InvariantsExtension invariants = new InvariantsExtension();

    private final TaskManager tasks = invariants.manager();
    private final Recorder seen = invariants.record(tasks);

    @Test
    void artifactsAreShownWithTheResultInTheirOrder() {
        tasks.register("x", ctx -> {
            ctx.artifact("Report", "https://example.org/report.pdf");
            ctx.artifact("Rows", "rows.csv?run=1#top");
            ctx.artifact("Rows", "rows.csv?run=1#top");
        });
        tasks.start("x");

        assertThat(((Completed) seen.await("x", TaskStatus.COMPLETED)).artifacts())
                .containsExactly(
                        new Artifact("Report", "https://example.org/report.pdf"),
                        new Artifact("Rows", "rows.csv?run=1#top"),
                        new Artifact("Rows", "rows.csv?run=1#top"));
    }

    @Test
    void aNextRunHasNoneOfThem() {
        tasks.register("x", ctx -> {
            if (ctx.run() == 1) {
                ctx.artifact("Report", "/report");
            }
        });
        tasks.start("x");
        assertThat(((Completed) seen.await("x", TaskStatus.COMPLETED)).artifacts())
                .hasSize(1);
        tasks.start("x");
        var second = seen.await(
                "the second run",
                c -> c instanceof dev.taskcast.task.TaskChange.Updated u
                        && u.state() instanceof Completed completed
                        && completed.run() == 2
                        && completed.artifacts().isEmpty());
        assertThat(second.id()).isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                " javascript:alert(1)",
                "java\nscript:alert(1)",
                "\u0001javascript:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "file:///etc/passwd",
                "blob:x",
                "mailto:x@example.org",
                "http:",
                "http://a b",
                "https://[",
                "\\\\host\\share",
                "a<b"
            })
    void whatIsNoLinkForAPageIsRefused(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Artifact("x", url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "report.pdf", "../a/b?c=d#e", "//cdn.example.org/x", "HTTP://example.org", "https://é/ü"
            })
    void whatIsALinkIsTaken(String url) {
        assertThat(new Artifact("x", url).url()).isEqualTo(url);
    }

    @Test
    void namesAndAddressesHaveLimits() {
        assertThat(new Artifact("n".repeat(200), "/" + "u".repeat(2_047)).name())
                .hasSize(200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Artifact("n".repeat(201), "/"))
                .withMessage("An artifact's name must have 1 to 200 characters, got: 201");
        assertThatIllegalArgumentException().isThrownBy(() -> new Artifact(" ", "/"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Artifact("x", "u".repeat(2_049)))
                .withMessage("An artifact's url must have at most 2048 characters, got: 2049");
    }

    @Test
    void aRunHasAHundredAtTheMost() {
        AtomicReference<@Nullable String> refused = new AtomicReference<>();
        tasks.register("x", ctx -> {
            for (int i = 0; i < 100; i++) {
                ctx.artifact("a" + i, "/" + i);
            }
            try {
                ctx.artifact("one more", "/");
            } catch (IllegalArgumentException e) {
                refused.set(e.getMessage());
            }
        });
        tasks.start("x");

        assertThat(((Completed) seen.await("x", TaskStatus.COMPLETED)).artifacts())
                .hasSize(100);
        assertThat(refused).hasValue("A run must have at most 100 artifacts, got: more");
    }

    @Test
    void oneThatIsRefusedFailsARunThatDoesNotCatchIt() {
        try (LogCapture log = LogCapture.open()) {
            tasks.register("x", ctx -> ctx.artifact("Click", "javascript:alert(1)"));
            tasks.start("x");

            assertThat(((Failed) seen.await("x", TaskStatus.ERROR)).error())
                    .isEqualTo("An artifact's url must be http, https or relative, got: javascript");
            assertThat(log.records(Level.SEVERE)).hasSize(1);
        }
    }
}
