package dev.taskcast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Texts have a limit: what is declared is refused, what is said is cut. */
class TaskTextTest {
    private static final String LONG = "x".repeat(10_000);

    @Test
    void aTextIsCutBetweenCharacters() {
        assertThat(TaskText.cut("", 2)).isEmpty();
        assertThat(TaskText.cut("abcde", 5)).isEqualTo("abcde");
        assertThat(TaskText.cut("abcdef", 5)).isEqualTo("abcd…");
        assertThat(TaskText.cut("abc\uD83D\uDE00f", 5)).isEqualTo("abc…");
        assertThat(TaskText.cut("ab\uD83D\uDE00ef", 5)).isEqualTo("ab\uD83D\uDE00…");
    }

    private static void isRefusedAbove(int max, String what, Function<String, Object> declare) {
        assertThatCode(() -> declare.apply(LONG.substring(0, max))).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> declare.apply(LONG.substring(0, max + 1)))
                .withMessage(what + " must have at most " + max + " characters, got: " + (max + 1));
    }

    @Test
    void whatATaskDeclaresIsRefused() {
        isRefusedAbove(200, "A title", TaskOptions::title);
        isRefusedAbove(2_000, "A description", text -> TaskOptions.builder().description(text));
        isRefusedAbove(500, "An owner", text -> TaskOptions.builder().owner(text));
        isRefusedAbove(
                100, "A tag", text -> TaskOptions.builder().tags("a", text).build());
    }

    @Test
    void whatASubmitDeclaresIsRefused() {
        isRefusedAbove(200, "A title", text -> SubmitOptions.builder().title(text));
        isRefusedAbove(2_000, "A description", text -> SubmitOptions.builder().description(text));
        isRefusedAbove(500, "An owner", text -> SubmitOptions.builder().owner(text));
        isRefusedAbove(
                100, "A tag", text -> SubmitOptions.builder().tags("a", text).build());
    }

    @Test
    void thereAreAHundredTagsAtTheMostBesideTheTypes() {
        String[] tags = IntStream.range(0, 100).mapToObj(i -> "t" + i).toArray(String[]::new);
        TaskOptions type = TaskOptions.builder().tags(tags).tags(tags).build();
        SubmitOptions submit = SubmitOptions.builder().tags("t1", "more").build();

        assertThat(type.identity("x", "x").tags()).containsExactly(tags);
        assertThat(submit.identity("x", "y", type).tags()).hasSize(101).endsWith("more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskOptions.builder().tags(tags).tags("more").build())
                .withMessage("A task must have at most 100 tags, got: 101");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> SubmitOptions.builder().tags(tags).tags("more").build());
    }

    @Test
    void aSubmitSaysMoreThanItsType() {
        TaskOptions type = TaskOptions.builder()
                .title("T")
                .description("D")
                .owner("O")
                .tags("a")
                .build();

        assertThat(SubmitOptions.DEFAULT.identity("x", "y", type))
                .isEqualTo(new TaskIdentity("x", "y", "T", "D", "O", List.of("a")));
        assertThat(SubmitOptions.builder()
                        .title("t")
                        .description("d")
                        .owner("o")
                        .tags("b", "a")
                        .build()
                        .identity("x", "y", type))
                .isEqualTo(new TaskIdentity("x", "y", "t", "d", "o", List.of("a", "b")));
    }
}
