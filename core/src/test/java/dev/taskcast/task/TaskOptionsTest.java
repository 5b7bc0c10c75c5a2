package dev.taskcast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskOptionsTest {
    @Test
    void theDefaultsAreWhatIsDocumented() {
        TaskOptions options = TaskOptions.DEFAULT;

        assertThat(options.timeout()).isEmpty();
        assertThat(options.isKept()).isFalse();
        assertThat(options.interruptsOnCancel()).isTrue();
        assertThat(options.usesPlatformThread()).isFalse();
        assertThat(options.identity("x", "t")).isEqualTo(new TaskIdentity("x", "t", null, null, null, List.of()));
    }

    @Test
    void everythingThatIsSetIsThere() {
        TaskOptions options = TaskOptions.builder()
                .timeout(Duration.ofMinutes(5))
                .title("Import")
                .description("Reads the rows")
                .owner("ann")
                .tags("night", "big")
                .tags("big", "csv")
                .keep()
                .interruptOnCancel(false)
                .platformThread()
                .build();

        assertThat(options.timeout()).contains(Duration.ofMinutes(5));
        assertThat(options.isKept()).isTrue();
        assertThat(options.interruptsOnCancel()).isFalse();
        assertThat(options.usesPlatformThread()).isTrue();
        assertThat(options.identity("x", "x"))
                .isEqualTo(
                        new TaskIdentity("x", "x", "Import", "Reads the rows", "ann", List.of("night", "big", "csv")));
    }

    @Test
    void theShortFormsSetOneThing() {
        assertThat(TaskOptions.timeout(Duration.ofSeconds(1)).timeout()).contains(Duration.ofSeconds(1));
        assertThat(TaskOptions.title("Import").identity("x", "x").title()).isEqualTo("Import");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT-0.000000001S"})
    void aTimeoutOfZeroOrLessIsRefused(Duration timeout) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskOptions.timeout(timeout))
                .withMessage("A task's timeout must be longer than zero, got: " + timeout);
    }

    @Test
    void optionsDoNotChangeWithTheirBuilder() {
        TaskOptions.Builder builder = TaskOptions.builder().tags("a");
        TaskOptions options = builder.build();
        builder.tags("b").title("later").keep();

        assertThat(options.identity("x", "x").tags()).containsExactly("a");
        assertThat(options.identity("x", "x").title()).isNull();
        assertThat(options.isKept()).isFalse();
    }
}
