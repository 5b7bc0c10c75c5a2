package dev.taskcast.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlainPayloadTest {
    private static final BigInteger BEYOND = BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE);

    static Stream<Arguments> numbersThatFit() {
        return Stream.of(
                Arguments.of(3, Integer.class, 3),
                Arguments.of(3L, Integer.class, 3),
                Arguments.of(3.0, Integer.class, 3),
                Arguments.of(-0.0, Integer.class, 0),
                Arguments.of(1e2, Integer.class, 100),
                Arguments.of(Integer.MIN_VALUE, Integer.class, Integer.MIN_VALUE),
                Arguments.of(3, Long.class, 3L),
                Arguments.of(1e18, Long.class, 1_000_000_000_000_000_000L),
                Arguments.of(BigInteger.valueOf(Long.MAX_VALUE), Long.class, Long.MAX_VALUE),
                Arguments.of(3, Double.class, 3.0),
                Arguments.of(new BigDecimal("0.1"), Double.class, 0.1),
                Arguments.of(Long.MAX_VALUE, Double.class, 0x1p63),
                Arguments.of(BEYOND, Double.class, 0x1p63),
                Arguments.of(Double.MIN_VALUE, Double.class, Double.MIN_VALUE),
                Arguments.of(3, Number.class, 3),
                Arguments.of(BEYOND, Number.class, BEYOND),
                Arguments.of(2.5, Object.class, 2.5));
    }

    @ParameterizedTest
    @MethodSource
    void numbersThatFit(Number given, Class<?> wanted, Object fitted) {
        assertThat(PlainPayload.fit(given, wanted)).isEqualTo(fitted);
    }

    static Stream<Arguments> numbersThatDoNot() {
        return Stream.of(
                Arguments.of(2.5, Integer.class),
                Arguments.of(1L << 31, Integer.class),
                Arguments.of(-1 - (1L << 31), Integer.class),
                Arguments.of(1e10, Integer.class),
                Arguments.of(1e-320, Integer.class),
                Arguments.of(1e308, Long.class),
                Arguments.of(BEYOND, Long.class),
                Arguments.of(BEYOND.negate().subtract(BigInteger.ONE), Long.class),
                Arguments.of(new BigDecimal("1e999999999"), Long.class),
                Arguments.of(Double.POSITIVE_INFINITY, Integer.class),
                Arguments.of(Double.NEGATIVE_INFINITY, Double.class),
                Arguments.of(new BigDecimal("1e400"), Double.class),
                Arguments.of(Double.NaN, Number.class),
                Arguments.of(Double.NaN, Object.class));
    }

    @ParameterizedTest
    @MethodSource
    void numbersThatDoNot(Number given, Class<?> wanted) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlainPayload.fit(given, wanted))
                .withMessage("The payload does not fit the type"); // and not what a parser says
    }

    @Test
    void whatIsNoNumberStaysAsItIs() {
        for (Object plain : List.of("3", true, List.of(3), Map.of("a", 3), "")) {
            assertThat(PlainPayload.fit(plain, Integer.class)).isSameAs(plain);
        }
        assertThat(PlainPayload.fit(null, Integer.class)).isNull();
        assertThat(PlainPayload.fit(null, Void.class)).isNull();
    }
}
