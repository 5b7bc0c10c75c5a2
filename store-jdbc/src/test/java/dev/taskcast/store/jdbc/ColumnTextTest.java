package dev.taskcast.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ColumnTextTest {
    @Test
    void usualTextStaysAsItIs() {
        for (String text : List.of("", "ann", "ü 📮 \"x\" '%_", "\u007f\u2028")) {
            assertThat(ColumnText.of(text)).isEqualTo(text);
        }
        assertThat(ColumnText.of(null)).isNull();
    }

    @Test
    void whatNotEveryDatabaseTakesIsEscaped() {
        assertThat(ColumnText.of("a\u0000b\n\\ \ud83d")).isEqualTo("a\\u0000b\\u000a\\u005c \\ud83d");
        assertThat(ColumnText.of("\udc00📮\ud83d")).isEqualTo("\\udc00📮\\ud83d");
    }

    @Test
    void differentTextsAreDifferentColumns() {
        Set<String> texts =
                Set.of("\n", "\\n", "\\u000a", "\\", "\\\\", "u000a", "\u0000", "\\u0000", "\ud83d", "\\ud83d");

        assertThat(texts.stream().map(ColumnText::of).collect(Collectors.toSet()))
                .hasSameSizeAs(texts);
    }

    @Test
    void aTagIsFoundAmongOthersAndNoPartOfOneIs() {
        String tags = ColumnText.tags(List.of("ab", "", "with\u001fbar"));

        assertThat(tags).contains(ColumnText.tag("ab"), ColumnText.tag(""), ColumnText.tag("with\u001fbar"));
        assertThat(tags).doesNotContain(ColumnText.tag("a"), ColumnText.tag("bar"), ColumnText.tag("with"));
        assertThat(ColumnText.tags(List.of())).isNull();
    }
}
