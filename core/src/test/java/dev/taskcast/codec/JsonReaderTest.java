package dev.taskcast.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.task.TaskResult;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    private static @Nullable Object read(String json) {
        return JsonReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<Arguments> values() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("b", 1);
        map.put("a", null);
        return Stream.of(
                Arguments.of("null", null),
                Arguments.of(" true ", true),
                Arguments.of("false", false),
                Arguments.of("\"\"", ""),
                Arguments.of("\"ä\ud83d\ude00\"", "ä\ud83d\ude00"),
                Arguments.of("\"\\ud83d\\ude00\\ud800\\u0000\"", "\ud83d\ude00\ud800\u0000"),
                Arguments.of("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"),
                Arguments.of("0", 0),
                Arguments.of("-0", 0),
                Arguments.of("2147483647", Integer.MAX_VALUE),
                Arguments.of("2147483648", 2147483648L),
                Arguments.of("-9223372036854775808", Long.MIN_VALUE),
                Arguments.of("9223372036854775808", new BigInteger("9223372036854775808")),
                Arguments.of("0.1", 0.1),
                Arguments.of("1e3", 1000.0),
                Arguments.of("1E-400", new BigDecimal("1E-400")),
                Arguments.of("0.10000000000000000001", new BigDecimal("0.10000000000000000001")),
                Arguments.of("[]", List.of()),
                Arguments.of("{}", Map.of()),
                Arguments.of("[1, [2], {\"\": 3}]", List.of(1, List.of(2), Map.of("", 3))),
                Arguments.of("{\"b\" : 1 , \"a\":null}", map));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueIsRead(String json, @Nullable Object value) {
        assertThat(read(json)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "tru",
                "+1",
                "01",
                "1.",
                ".5",
                "1e",
                "-",
                "NaN",
                "\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\n\"",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "[1 2]",
                "{",
                "{1:2}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "1 1",
                "'a'",
                "]"
            })
    void whatIsNoJsonIsRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(json)).withMessageStartingWith("JSON must have ");
    }

    @Test
    void levelsHaveAnEnd() {
        assertThat(read("[".repeat(512) + "]".repeat(512))).isInstanceOf(List.class);
        assertThatIllegalArgumentException().isThrownBy(() -> read("[".repeat(100_000)));
    }

    @Test
    void aMapIsInItsOrder() {
        assertThat(((Map<?, ?>) Objects.requireNonNull(read("{\"z\":1,\"a\":2,\"m\":3}")))
                        .keySet()
                        .toArray())
                .containsExactly("z", "a", "m");
    }

    @Test
    void whatPlainCodecWritesIsReadAsItWas() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Object value = value(random, 0);
            PlainCodec codec = new PlainCodec("payload", Payload.MAX_BYTES);
            Object copy = codec.copy(value);

            assertThat(JsonReader.read(codec.json())).as("seed %s", seed).isEqualTo(copy);
        }
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 5 : 7)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt();
            case 3 -> random.nextDouble() + 0.5;
            case 4 -> text(random);
            case 5 -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(random, depth + 1));
                }
                yield list;
            }
            default -> {
                Map<String, @Nullable Object> map = new HashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(random), value(random, depth + 1));
                }
                yield map;
            }
        };
    }

    /** Any characters, halves of surrogate pairs as well. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(random.nextBoolean() ? (char) random.nextInt(0x80) : (char) random.nextInt(0x10000));
        }
        return text.toString();
    }

    private static final class Written implements TaskCodec {
        private final byte[] json;

        Written(byte[] json) {
            this.json = json;
        }

        @Override
        public byte[] encode(@Nullable Object value) {
            return json;
        }

        @Override
        public <T> @Nullable T decode(byte[] given, Class<T> type) {
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\n}", "[1,\r2]", "{\"a\":1", "", "{} {}", "oops"})
    void aCodecThatWritesNoLineOfJsonIsRefusedBeforeItIsKept(String json) {
        TaskCodec codec = new Written(json.getBytes(StandardCharsets.UTF_8));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Payload.of(List.of(), codec))
                .withMessageStartingWith("A task's payload must be written by its codec ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskResult.of(List.of(), codec))
                .withMessageStartingWith("A task's result must be written by its codec ");
    }

    @Test
    void aCodecThatWritesNoUtf8IsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Payload.of(
                        List.of(), new Written(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'})))
                .withMessageContaining("UTF-8");
    }
}
