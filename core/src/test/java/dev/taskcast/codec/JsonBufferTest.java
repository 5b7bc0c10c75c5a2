package dev.taskcast.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.SeededRandom;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBufferTest {
    private static String text(JsonBuffer buffer) {
        byte[] bytes = buffer.toByteArray();
        assertThat(bytes).hasSize(buffer.size());
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String string(String value) {
        return text(new JsonBuffer(0).string(value));
    }

    private static String number(double value) {
        return text(new JsonBuffer(0).number(value));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "\"quoted\", \"\\\"quoted\\\"\"",
                "back\\slash, \"back\\\\slash\"",
                "</script><!--, \"</script><!--\"",
                "ünï日本👍, \"ünï日本👍\""
            })
    void textIsWrittenAsItIsButForQuotesAndBackslashes(String value, String json) {
        assertThat(string(value)).isEqualTo(json);
    }

    @Test
    void controlCharactersAreEscaped() {
        assertThat(string("\u0000\u0001\u001f\b\t\n\f\r\u007f"))
                .isEqualTo("\"\\u0000\\u0001\\u001f\\b\\t\\n\\f\\r\u007f\"");
    }

    @Test
    void loneSurrogatesAreEscapedAndPairsAreFourBytes() {
        assertThat(string("\ud83d\udc4d")).isEqualTo("\"👍\"");
        assertThat(string("\ud83d")).isEqualTo("\"\\ud83d\"");
        assertThat(string("\udc4d\ud83d")).isEqualTo("\"\\udc4d\\ud83d\"");
        assertThat(string("\ud83d\ud83d\udc4d")).isEqualTo("\"\\ud83d👍\"");
        assertThat(string("\ud83dx")).isEqualTo("\"\\ud83dx\"");
    }

    @Test
    void noLineBreakComesOutWhateverGoesIn() {
        String every = everyCharacter();
        byte[] json = new JsonBuffer(0).string(every).toByteArray();

        assertThat(json).doesNotContain((byte) '\n', (byte) '\r');
        assertThat(StrictJson.parse(json)).isEqualTo(every);
    }

    private static String everyCharacter() {
        StringBuilder out = new StringBuilder();
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            out.append((char) c).append('-'); // apart, so that all surrogates are lone ones
        }
        return out.append("\u2028\u2029").toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void longsAreExact(long value) {
        assertThat(text(new JsonBuffer(0).number(value))).isEqualTo(Long.toString(value));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "3, 3",
        "-3, -3",
        "0.1, 0.1",
        "1e15, 1000000000000000",
        "9007199254740992, 9007199254740992",
        "9.007199254740994E15, 9.007199254740994E15",
        "1e300, 1.0E300",
        "4.9E-324, 4.9E-324",
        "1.7976931348623157E308, 1.7976931348623157E308"
    })
    void wholeDoublesHaveNoFraction(double value, String json) {
        assertThat(number(value)).isEqualTo(json);
    }

    static Random[] seeds() {
        return SeededRandom.several(20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomDoublesComeBackAsTheyWere(Random random) {
        for (int i = 0; i < 1_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                BigDecimal read = (BigDecimal) Objects.requireNonNull(StrictJson.parse(number(value)));
                assertThat(read.doubleValue() + 0.0).isEqualTo(value + 0.0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomStringsComeBackAsTheyWereFromBuffersOfAnySize(Random random) {
        JsonBuffer buffer = new JsonBuffer(random.nextInt(40));
        List<String> all = new ArrayList<>();
        buffer.raw("[");
        for (int i = 0; i < 300; i++) {
            String value = randomString(random);
            buffer.raw(i == 0 ? "" : ",").string(value);
            all.add(value);
        }
        Object read = StrictJson.parse(buffer.raw("]").toByteArray());

        assertThat(read).isEqualTo(all);
    }

    private static String randomString(Random random) {
        StringBuilder out = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(6)) {
                case 0 -> out.append((char) random.nextInt(0x20));
                case 1 -> out.append("\"\\/<>&'".charAt(random.nextInt(7)));
                case 2 -> out.append((char) random.nextInt(0x800));
                case 3 -> out.append((char) (0xD800 + random.nextInt(0x800)));
                case 4 -> out.appendCodePoint(0x10000 + random.nextInt(0x100000));
                default -> out.append((char) (0x20 + random.nextInt(0x5f)));
            }
        }
        return out.toString();
    }

    @Test
    void rawTextAndBytesAreWrittenAsTheyAre() {
        JsonBuffer buffer = new JsonBuffer(0).raw("{\"a\":").raw("\"é\"".getBytes(StandardCharsets.UTF_8));

        assertThat(text(buffer.raw("}"))).isEqualTo("{\"a\":\"é\"}");
    }
}
