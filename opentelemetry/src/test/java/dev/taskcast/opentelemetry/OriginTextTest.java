package dev.taskcast.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.task.SubmitContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OriginTextTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void whatIsWrittenIsRead() {
        Map<String, String> headers = Map.of("traceparent", PARENT, "tracestate", "a=b:c", "baggage", "");
        assertThat(OriginText.read(OriginText.write(headers))).isEqualTo(headers);
        assertThat(OriginText.write(Map.of())).isNull();
        assertThat(OriginText.read(null)).isEmpty();
    }

    @Test
    void whatIsNoHeaderIsLeftOut() {
        assertThat(OriginText.write(Map.of("a\nb", "c", "d", "e\r", "f:g", "h", "traceparent", PARENT)))
                .isEqualTo("traceparent:" + PARENT);
    }

    @Test
    void longBaggageDoesNotTakeTheLinkAlong() {
        Map<String, String> headers =
                Map.of("baggage", "x".repeat(SubmitContext.MAX_LENGTH), "traceparent", PARENT, "tracestate", "a=b");
        assertThat(OriginText.read(OriginText.write(headers)))
                .isEqualTo(Map.of("traceparent", PARENT, "tracestate", "a=b"));
    }

    @Test
    void whatFitsExactlyIsKept() {
        String value = "x".repeat(SubmitContext.MAX_LENGTH - "baggage:".length());
        assertThat(OriginText.write(Map.of("baggage", value))).hasSize(SubmitContext.MAX_LENGTH);
        assertThat(OriginText.write(Map.of("baggage", value + "x"))).isNull();
    }
}
