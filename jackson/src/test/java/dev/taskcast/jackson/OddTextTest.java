package dev.taskcast.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.taskcast.codec.Payload;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What the codec takes it reads again; the rest it refuses. */
class OddTextTest {
    private final JacksonCodec codec = JacksonCodec.create();

    @ParameterizedTest
    @ValueSource(
            strings = {"\ud800", "\udfff", "\ude00\ud83d", "a\ud83d", "\u0000", "\ufeff", "\uffff", "\u2028", "\n"})
    void aValueIsKeptAsItIs(String odd) {
        assertThat(Payload.of(odd, codec).value(String.class, codec)).isEqualTo(odd);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\ude00\ud83d", "a\ud83d"})
    void aKeyThatIsNoTextIsRefusedWhenItIsGiven(String odd) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Payload.of(Map.of(odd, 1), codec))
                .withMessageContaining("can't be written as JSON");
    }

    @Test
    void anythingIsKeptAsItIsOrRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            Map<String, String> odd = Map.of(text(random), text(random));
            Payload payload;
            try {
                payload = Payload.of(odd, codec);
            } catch (IllegalArgumentException refused) {
                continue;
            }
            assertThat((Object) payload.value(Map.class, codec))
                    .as("seed %s", seed)
                    .isEqualTo(odd);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(10); i > 0; i--) {
            boolean half = random.nextInt(4) == 0;
            text.append((char) (half ? Character.MIN_SURROGATE + random.nextInt(0x800) : random.nextInt(0x3000)));
        }
        return text.toString();
    }

    @Test
    void aMapperThatIndentsIsRefused() {
        JacksonCodec indents = JacksonCodec.of(
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Payload.of(Map.of("a", 1), indents))
                .withMessageContaining("without line breaks");
    }
}
