package dev.taskcast.store.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskcast.codec.JsonBuffer;
import dev.taskcast.lifecycle.Terms;
import dev.taskcast.lifecycle.UniqueKey;
import dev.taskcast.task.Unique;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newer version has written: it is handed on, or left to a node of that version. */
class NewerVersionTest {
    private static final String ROW = "\"i\":{\"d\":\"a\"},\"s\":\"pending\"";

    private static Draft read(String fields) {
        return Draft.read(("{" + fields + "}").getBytes(StandardCharsets.UTF_8));
    }

    private static String written(Terms terms) {
        JsonBuffer out = new JsonBuffer(64);
        StateWriter.terms(out, terms);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"zz\":7",
                ",\"zz\":{\"a\":[1,\"ü\"]},\"yy\":null",
                ",\"uq\":{\"m\":\"NEWEST\",\"k\":\"x\",\"u\":0}",
                ",\"uq\":{\"m\":\"JOIN\",\"k\":\"x\",\"u\":0,\"scope\":\"all\"}"
            })
    void whatItDeclaresIsHandedOnAndTheTaskLeftAlone(String declared) {
        Terms terms = read(ROW + ",\"kp\":1" + declared).row(1, 1, 0).terms();
        String handedOn = ",\"kp\":1,\"tm\":{" + declared.substring(1) + "}";

        assertThat(terms.isKnown()).isFalse();
        assertThat(terms.unique()).isNull();
        assertThat(written(terms)).isEqualTo(handedOn);
        assertThat(read(ROW + handedOn).row(1, 1, 0).terms()).isEqualTo(terms);
    }

    @Test
    void whatAnOlderVersionHandsOnIsTakenByOneThatKnowsIt() {
        Terms terms = read(ROW + ",\"tm\":{\"uq\":{\"m\":\"REJECT\",\"k\":\"x\",\"u\":5},\"zz\":1}")
                .row(1, 1, 0)
                .terms();

        assertThat(terms.unique()).isEqualTo(new UniqueKey(Unique.Mode.REJECT, null, "x", 5));
        assertThat(written(terms)).endsWith(",\"tm\":{\"zz\":1}");
        assertThat(read(ROW + ",\"tm\":{\"kp\":1}").row(1, 1, 0).terms()).isEqualTo(Terms.keeping(true));
    }

    /** A version that does not know an origin has it in {@code tm}. */
    @Test
    void anOriginIsKeptByThisVersionAndByThoseBefore() {
        Terms terms = Terms.DEFAULT.withOrigin("traceparent:00-1-2-01\ntracestate:a=\"1\"");
        String field = written(terms);
        String handedOn = ",\"tm\":{" + field.substring(1) + "}";

        assertThat(field).isEqualTo(",\"og\":\"traceparent:00-1-2-01\\ntracestate:a=\\\"1\\\"\"");
        assertThat(read(ROW + field).row(1, 1, 0).terms()).isEqualTo(terms);
        assertThat(read(ROW + handedOn).row(1, 1, 0).terms()).isEqualTo(terms);
        assertThat(read("\"k\":\"m\"," + ROW + field).made().terms()).isEqualTo(terms);
        assertThat(written(Terms.DEFAULT)).isEmpty();
        assertThat(Terms.DEFAULT.withOrigin(null)).isSameAs(Terms.DEFAULT);
    }

    @Test
    void aChangeWithMoreThanThisVersionKnowsIsNotKnown() {
        assertThat(read("\"k\":\"v\",\"s\":\"canceled\",\"n\":1").isKnown()).isTrue();
        assertThat(read("\"k\":\"v\",\"s\":\"canceled\",\"n\":1,\"by\":\"ann\"").isKnown())
                .isFalse();
        assertThat(read("\"k\":\"v\",\"s\":\"frozen\",\"n\":1").isKnown()).isFalse();
        assertThat(read("\"k\":\"m\"," + ROW + ",\"zz\":1").isKnown())
                .as("terms")
                .isTrue();
        assertThat(read("\"k\":\"m\",\"i\":{\"d\":\"a\"},\"s\":\"frozen\"").isKnown())
                .isFalse();
        assertThat(read("\"k\":\"q\"," + ROW).isKnown()).isFalse();
    }
}
