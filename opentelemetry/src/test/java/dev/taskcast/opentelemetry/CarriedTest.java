package dev.taskcast.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CarriedTest {
    @Test
    void whatIsWrittenIsRead() {
        Map<String, String> headers = Map.of(
                "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "tracestate", "a=1,b=x:y");
        String text = Carried.write(headers);

        assertThat(Carried.read(text)).isEqualTo(headers);
        assertThat(Carried.write(Map.of())).isNull();
        assertThat(Carried.read(null)).isEmpty();
    }

    @Test
    void whatIsNoHeaderIsLeftOut() {
        assertThat(Carried.write(Map.of("a:b", "1", "c", "x\ny", "d", "2"))).isEqualTo("d:2");
        assertThat(Carried.read("{\"json\"}\n:1\nd:2\n\n")).isEqualTo(Map.of("d", "2"));
    }
}
