package dev.taskcast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskIdTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "import-data",
                "sync:users",
                "...",
                ".a",
                "Events",
                "events2",
                "with space",
                " ",
                "50+1",
                "ünï-日本語",
                "👍",
                "\u2028",
                "?#[]@!$&'()*+,=<>\"`{}|^~"
            })
    void idsWithinTheRuleAreValid(String id) {
        assertThat(TaskId.isValid(id)).isTrue();
        assertThat(TaskId.requireValid(id)).isSameAs(id);
    }

    static Stream<Arguments> invalidIds() {
        return Stream.of(
                Arguments.of("", "have 1 to 200 characters, got: \"\""),
                Arguments.of(".", "not be a reserved word"),
                Arguments.of("..", "not be a reserved word"),
                Arguments.of("events", "not be a reserved word"),
                Arguments.of("board", "not be a reserved word"),
                Arguments.of("tickets", "not be a reserved word"),
                Arguments.of("client", "not be a reserved word"),
                Arguments.of("a/b", "have none of the characters / \\ ; %, got: \"a/b\""),
                Arguments.of("a\\b", "have none of the characters"),
                Arguments.of("a;b", "have none of the characters"),
                Arguments.of("a%b", "have none of the characters"),
                Arguments.of("a\u0000b", "have no control character, got: \"a\\u0000b\""),
                Arguments.of("a\nb", "have no control character, got: \"a\\u000ab\""),
                Arguments.of("a\u007f", "have no control character"),
                Arguments.of("a\u0085", "have no control character"),
                Arguments.of("a\ud83d", "have no lone surrogate, got: \"a\\ud83d\""),
                Arguments.of("\udc4da", "have no lone surrogate"),
                Arguments.of("\ud83d\ud83d\udc4d", "have no lone surrogate"));
    }

    @ParameterizedTest
    @MethodSource("invalidIds")
    void idsBeyondTheRuleAreRefusedWithTheReasonAndThePrintableId(String id, String reason) {
        assertThat(TaskId.isValid(id)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskId.requireValid(id))
                .withMessageStartingWith("A task id must " + reason);
    }

    @Test
    void twoHundredCharactersAreTheMost() {
        assertThat(TaskId.isValid("x".repeat(200))).isTrue();
        assertThat(TaskId.isValid("👍".repeat(100))).isTrue();
        assertThat(TaskId.isValid("x".repeat(201))).isFalse();
        assertThat(TaskId.isValid("👍".repeat(100) + "x")).isFalse();
    }

    @Test
    void theMessageForAnEndlessIdIsShort() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskId.requireValid("x".repeat(1_000_000)))
                .withMessageEndingWith("x\"...")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }
}
