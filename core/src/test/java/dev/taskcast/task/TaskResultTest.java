package dev.taskcast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskResultTest {
    private record Summary(int rows, List<String> skipped) {}

    @Test
    void aRecordIsAMapOfItsComponents() {
        TaskResult result = TaskResult.of(new Summary(3, List.of("a")));

        assertThat(result.value()).isEqualTo(Map.of("rows", 3, "skipped", List.of("a")));
        assertThat(result.json()).isEqualTo("{\"rows\":3,\"skipped\":[\"a\"]}");
        assertThat(result).hasToString(result.json());
    }

    @Test
    void nullIsAResultToo() {
        assertThat(TaskResult.of(null).value()).isNull();
        assertThat(TaskResult.of(null).json()).isEqualTo("null");
    }

    @Test
    void theBytesAreTheCallersOwn() {
        TaskResult result = TaskResult.of("é");
        byte[] bytes = result.jsonBytes();
        assertThat(bytes).isEqualTo("\"é\"".getBytes(StandardCharsets.UTF_8));
        bytes[0] = 0;

        assertThat(result.json()).isEqualTo("\"é\"");
    }

    @Test
    void sixtyFourKibibytesAreTheMost() {
        assertThat(TaskResult.of("x".repeat(64 * 1024 - 2)).jsonBytes()).hasSize(TaskResult.MAX_BYTES);
        assertThatIllegalArgumentException().isThrownBy(() -> TaskResult.of("x".repeat(64 * 1024 - 1)));
    }

    @Test
    void resultsAreEqualWhereTheirJsonIs() {
        assertThat(TaskResult.of(List.of(1, 2))).isEqualTo(TaskResult.of(List.of(1L, 2L)));
        assertThat(TaskResult.of(List.of(1, 2))).hasSameHashCodeAs(TaskResult.of(List.of(1L, 2L)));
        assertThat(TaskResult.of(1)).isNotEqualTo(TaskResult.of("1"));
        assertThat(TaskResult.of(1)).isNotEqualTo(1);
    }
}
