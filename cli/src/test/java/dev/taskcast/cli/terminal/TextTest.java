package dev.taskcast.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of others in a terminal: harmless, and as wide as it is told to be. */
class TextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "\u001b[31mred\u001b[0m",
                "\u001b]0;title\u0007",
                "\u001b]8;;http://evil\u001b\\link",
                "\u009b2J",
                "\u001bc",
                "\u001b",
                "\u001b[",
                "\u0007\b\u007f\u0000",
                "\u0085\u008e",
                "\u202egpj.exe",
                "\u2066x",
                "a\rb",
                "\u001bP1$q\u001b\\",
                "\ud800"
            })
    void nothingOfItControls(String text) {
        String safe = SafeText.line("a" + text + "é");
        assertThat(safe.codePoints())
                .noneMatch(c -> Character.isISOControl(c)
                        || (c >= 0x202A && c <= 0x202E)
                        || (c >= 0x2066 && c <= 0x2069)
                        || Character.getType(c) == Character.SURROGATE);
        assertThat(safe).startsWith("a").endsWith("é");
    }

    @Test
    void whatIsHarmlessStaysAsItIs() {
        String text = "Größe 宽 👩‍🚀 e\u0301 [31m";
        assertThat(SafeText.line(text)).isEqualTo(text);
        assertThat(SafeText.line("\u001b[1;31mred\u001b[0m and\tgreen\nblue")).isEqualTo("red and green blue");
    }

    @ParameterizedTest
    @CsvSource({"abc, 3", "宽宽, 4", "🎉, 2", "é, 1", "e\u0301, 1", "✔\ufe0f, 2", "░█▌, 3"})
    void columnsAreThoseOfATerminal(String text, int columns) {
        assertThat(Columns.of(text)).isEqualTo(columns);
    }

    @Test
    void aCutTextIsNoWiderAndNoCharacterIsCutInHalf() {
        String text = "a宽🎉e\u0301é👩‍🚀z";
        for (int most = 0; most < 20; most++) {
            String cut = Columns.cut(text, most, "…");
            assertThat(Columns.of(cut)).isLessThanOrEqualTo(most);
            assertThat(cut.codePoints()).noneMatch(c -> Character.getType(c) == Character.SURROGATE);
        }
        assertThat(Columns.cut("abc", 3, "…")).isEqualTo("abc");
        assertThat(Columns.cut("abcd", 3, "…")).isEqualTo("ab…");
    }

    @Test
    void aLineHasNoSequenceWithoutColors() {
        assertThat(new Line(new Looks(false, true), 10).add(Style.RED, "red").toString())
                .isEqualTo("red");
        Line colored = new Line(new Looks(true, true), 5).add(Style.RED, "wide line");
        assertThat(colored.toString()).isEqualTo("\u001b[31mwide…\u001b[0m");
        assertThat(colored.columns()).isEqualTo(5);
    }

    @Test
    void aSizeIsWhatSttySaysElseWhatTheEnvironmentSays() {
        assertThat(TerminalProbe.size("50 132\n", Map.of("COLUMNS", "60"))).isEqualTo(new Size(132, 50));
        assertThat(TerminalProbe.size("", Map.of("COLUMNS", "60"))).isEqualTo(new Size(60, 24));
        assertThat(TerminalProbe.size("0 0", Map.of())).isEqualTo(new Size(80, 24));
    }
}
