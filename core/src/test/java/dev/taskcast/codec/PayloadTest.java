package dev.taskcast.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PayloadTest {
    private record Import(String file, long rows) {}

    @Test
    void packedItIsWhatItsJsonStandsFor() {
        Payload packed = Payload.of(Map.of("rows", List.of(1L, 2.0)), null).packed();

        assertThat((Object) packed.value(Map.class, null)).isEqualTo(Map.of("rows", List.of(1, 2)));
        assertThat((Object) packed.value(Map.class, null)).isNotSameAs(packed.value(Map.class, null));
        assertThat(packed.packed()).isSameAs(packed);
        assertThat(Payload.of(7L, null).packed().value(Long.class, null)).isEqualTo(7L);
        assertThat(Payload.of(null, null).packed().value(String.class, null)).isNull();
    }

    @Test
    void liveItIsTheValueThatWasGiven() {
        Import given = new Import("a.csv", 3);
        Payload live = Payload.of(given, null).live();

        assertThat(live.value(Import.class, null)).isSameAs(given);
        assertThat(live.size()).isEqualTo(live.json().length);
        assertThat(Payload.of(null, null).live().value(String.class, null)).isNull();
    }

    @Test
    void howItIsKeptMakesNoDifference() {
        Payload payload = Payload.of(List.of("a", 1), null);

        assertThat(payload.packed()).isEqualTo(payload.live()).hasSameHashCodeAs(payload.live());
        assertThat(payload.live().json()).isEqualTo(payload.packed().json());
        byte[] json = payload.packed().json();
        json[0] = '?';
        assertThat(payload.live()).isEqualTo(payload);
    }
}
