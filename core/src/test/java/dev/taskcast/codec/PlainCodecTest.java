package dev.taskcast.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlainCodecTest {
    private static final int MAX = 64 * 1024;

    private record Row(String name, int count) {}

    private record Report(
            Row first, List<Row> rest, @Nullable String note) {}

    private record Broken(int value) {
        @Override
        @SuppressWarnings("UnusedMethod") // called by reflection
        public int value() {
            throw new IllegalStateException("no");
        }
    }

    private static String json(@Nullable Object value) {
        PlainCodec codec = new PlainCodec("result", MAX);
        Object copy = codec.copy(value);
        byte[] json = codec.json();
        assertThatCode(() -> StrictJson.parse(json)).as("JSON of %s", copy).doesNotThrowAnyException();
        return new String(json, StandardCharsets.UTF_8);
    }

    static Stream<Arguments> plainValues() {
        return Stream.of(
                Arguments.of(null, "null"),
                Arguments.of("a\"b", "\"a\\\"b\""),
                Arguments.of("", "\"\""),
                Arguments.of(true, "true"),
                Arguments.of(false, "false"),
                Arguments.of((byte) -1, "-1"),
                Arguments.of((short) 7, "7"),
                Arguments.of(7, "7"),
                Arguments.of(Long.MAX_VALUE, "9223372036854775807"),
                Arguments.of(0.1f, "0.1"),
                Arguments.of(2.0f, "2"),
                Arguments.of(0.1, "0.1"),
                Arguments.of(2.0, "2"),
                Arguments.of(1e300, "1.0E300"),
                Arguments.of(new BigInteger("123456789012345678901234567890"), "123456789012345678901234567890"),
                Arguments.of(new BigDecimal("1.50"), "1.50"),
                Arguments.of(new BigDecimal("1E+3"), "1E+3"),
                Arguments.of(List.of(), "[]"),
                Arguments.of(Arrays.asList(1, null, "x"), "[1,null,\"x\"]"),
                Arguments.of(Map.of(), "{}"),
                Arguments.of(Collections.singletonMap("a\n", null), "{\"a\\n\":null}"),
                Arguments.of(new Row("a", 1), "{\"name\":\"a\",\"count\":1}"),
                Arguments.of(
                        new Report(new Row("a", 1), List.of(new Row("b", 2)), null),
                        "{\"first\":{\"name\":\"a\",\"count\":1},\"rest\":[{\"name\":\"b\",\"count\":2}],\"note\":null}"));
    }

    @ParameterizedTest
    @MethodSource("plainValues")
    void plainValuesAreWritten(@Nullable Object value, String json) {
        assertThat(json(value)).isEqualTo(json);
    }

    static Stream<Arguments> refusedValues() {
        return Stream.of(
                Arguments.of('c', "got: java.lang.Character, at result"),
                Arguments.of(new int[0], "got: [I, at result"),
                Arguments.of(Optional.of(1), "got: java.util.Optional, at result"),
                Arguments.of(Thread.State.NEW, "got: java.lang.Thread$State, at result"),
                Arguments.of(new AtomicInteger(), "got: java.util.concurrent.atomic.AtomicInteger, at result"),
                Arguments.of(new Object(), "got: java.lang.Object, at result"),
                Arguments.of(List.of(1, URI.create("a:b")), "got: java.net.URI, at result[1]"),
                Arguments.of(
                        Map.of("rows", List.of(Map.of("at", new Object()))),
                        "got: java.lang.Object, at result.rows[0].at"),
                Arguments.of(Map.of(1, 2), "strings as map keys, got: java.lang.Integer, at result"),
                Arguments.of(Collections.singletonMap(null, 2), "strings as map keys, got: null, at result"),
                Arguments.of(new Broken(1), "records that can be read"),
                Arguments.of(Double.NaN, "finite numbers, got: NaN, at result"),
                Arguments.of(List.of(Float.NEGATIVE_INFINITY), "finite numbers, got: -Infinity, at result[0]"),
                Arguments.of("x".repeat(MAX - 1), "at most 65536 bytes"),
                Arguments.of(Map.of("x".repeat(MAX), 1), "at most 65536 bytes"),
                Arguments.of("é".repeat(MAX / 2), "at most 65536 bytes"),
                Arguments.of("\n".repeat(MAX / 2), "at most 65536 bytes"));
    }

    @ParameterizedTest
    @MethodSource("refusedValues")
    void anythingElseIsRefusedWithItsPlace(Object value, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PlainCodec("result", MAX).copy(value))
                .withMessageStartingWith("A task's result must ")
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    }

    @Test
    void exactlyTheCapIsTakenAndOneByteMoreIsNot() {
        String most = "x".repeat(MAX - 2);
        assertThat(json(most)).hasSize(MAX);
        assertThat(json(List.of("x".repeat(MAX - 6), 1))).hasSize(MAX);

        assertThatIllegalArgumentException().isThrownBy(() -> json(most + "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> json(List.of("x".repeat(MAX - 6), 10)));
    }

    @Test
    void hugeNumbersAreRefusedWithoutBeingWritten() {
        for (Number huge : List.of(
                BigInteger.ONE.shiftLeft(1 << 24),
                new BigDecimal("1E+2000000000"),
                new BigDecimal("1E-2000000000"),
                new BigDecimal(BigInteger.ONE.shiftLeft(1 << 24), 0))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> json(huge))
                    .withMessageContaining("at most 65536 bytes");
        }
    }

    @Test
    void aCycleIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);

        assertThatIllegalArgumentException().isThrownBy(() -> json(list)).withMessageContaining("at most 64 levels");
        assertThatIllegalArgumentException().isThrownBy(() -> json(map)).withMessageContaining("at most 64 levels");
    }

    @Test
    void sixtyFourLevelsAreTheMost() {
        assertThat(json(nested(64))).isEqualTo("[".repeat(64) + "1" + "]".repeat(64));
        assertThatIllegalArgumentException().isThrownBy(() -> json(nested(65)));
    }

    private static Object nested(int levels) {
        Object value = 1;
        for (int i = 0; i < levels; i++) {
            value = List.of(value);
        }
        return value;
    }

    @Test
    void theCopyIsDeepAndImmutable() {
        List<Object> inner = new ArrayList<>(List.of(1));
        Map<String, Object> outer = new LinkedHashMap<>();
        outer.put("inner", inner);
        outer.put("row", new Row("a", 1));
        PlainCodec codec = new PlainCodec("result", MAX);
        Map<?, ?> copy = (Map<?, ?>) Objects.requireNonNull(codec.copy(outer));
        inner.add(2);
        outer.clear();

        assertThat(copy).hasToString("{inner=[1], row={name=a, count=1}}");
        assertThat(copy).isUnmodifiable();
        assertThat((List<?>) copy.get("inner")).isUnmodifiable();
    }

    @Test
    void anEndlessListIsLeftAtTheCap() {
        List<Integer> endless = Collections.nCopies(Integer.MAX_VALUE, 1);

        assertThatIllegalArgumentException().isThrownBy(() -> json(endless)).withMessageContaining("at most 65536");
    }
}
