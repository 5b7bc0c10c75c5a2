package dev.taskcast.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubmitOptionsTest {
    private static SubmitOptions.Builder words() {
        return SubmitOptions.builder()
                .id("x")
                .title("X")
                .description("about X")
                .owner("ann")
                .tags("one", "two", "one");
    }

    @Test
    void aBuilderOfOptionsHasAllOfThem() {
        SubmitOptions delayed = words().key("tenant", 3)
                .priority(7)
                .after(Duration.ofMinutes(2))
                .unique(Unique.join("order-42"))
                .build();
        SubmitOptions timed = SubmitOptions.builder()
                .runAt(Instant.ofEpochSecond(2_000_000_000))
                .build();

        assertThat(delayed.toBuilder().build()).usingRecursiveComparison().isEqualTo(delayed);
        assertThat(timed.toBuilder().build()).usingRecursiveComparison().isEqualTo(timed);
        assertThat(delayed.toBuilder().priority(1).build())
                .usingRecursiveComparison()
                .isNotEqualTo(delayed);
    }

    @Test
    void wordsAreTheTypesWhereTheseSayNothing() {
        TaskOptions type = TaskOptions.builder()
                .title("of the type")
                .description("about the type")
                .tags("two", "three")
                .build();

        assertThat(SubmitOptions.builder()
                        .owner("ann")
                        .tags("one", "two")
                        .build()
                        .identity("x", "t", type))
                .isEqualTo(new TaskIdentity(
                        "x", "t", "of the type", "about the type", "ann", List.of("two", "three", "one")));
        assertThat(words().build().identity("x", "t", type).title()).isEqualTo("X");
    }

    /** It would be a submit beside the transaction, of which nobody is told. */
    @Test
    @SuppressWarnings({"DataFlowIssue", "NullAway"}) // callers may have no such check
    void aTransactionThatIsNoneIsRefusedWhenItIsGiven() {
        assertThatNullPointerException()
                .isThrownBy(() -> SubmitOptions.in(null))
                .withMessage("transaction");
    }

    @Test
    void tooManyTagsAreRefusedWhenTheyAreGiven() {
        String[] many = new String[TaskText.MAX_TAGS + 1];
        for (int i = 0; i < many.length; i++) {
            many[i] = "tag-" + i;
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubmitOptions.builder().tags(many).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskOptions.builder().tags(many).build());
    }
}
